package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the images of one split are chosen, transformed and batched.
 *
 * @param perClass at most so many images of each class, drawn by the seed; for {@code strokes} the
 *     number that is drawn
 * @param batchSize images a batch
 * @param numWorkers loader threads; no bit depends on it
 * @param shuffle whether the order is drawn anew for each epoch
 */
public record SplitSpec(
    OptionalInt perClass,
    int batchSize,
    int numWorkers,
    boolean shuffle,
    List<TransformSpec> transform) {
  public SplitSpec {
    transform = List.copyOf(transform);
  }
}
