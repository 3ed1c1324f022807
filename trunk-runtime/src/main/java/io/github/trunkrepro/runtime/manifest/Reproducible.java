package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.recipe.AverageSoftmaxMode;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.util.List;

/**
 * What a run is. Two runs that agree have the same bytes here: there are no paths, times or names
 * of machines.
 *
 * @param nodes parents before their children
 * @param test on the test set
 * @param testSelectedOn whether epochs were chosen by accuracy on the test set, so that it tells
 *     less than it seems
 */
public record Reproducible(
    long seed,
    String recipeDigest,
    DataRecord data,
    ClassTree tree,
    List<NodeRecord> nodes,
    Evaluation test,
    boolean testSelectedOn,
    AverageSoftmaxMode averageSoftmax,
    DeterminismSpec determinism) {

  /** A run with a copy of the list. */
  public Reproducible {
    nodes = List.copyOf(nodes);
  }

  /** Canonical JSON, to be compared byte by byte. */
  public byte[] bytes() {
    return CanonicalJson.bytes(this);
  }

  /** The run's identity: SHA-256 of {@link #bytes}. */
  public String identity() {
    return Digests.sha256(bytes());
  }
}
