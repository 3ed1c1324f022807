package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.network.NetworkSpec;
import java.util.List;
import java.util.Optional;

/**
 * All that a user declares of an experiment.
 *
 * @param digest SHA-256 of the canonical form: comments, key order and defaults written out do not
 *     change it, everything else does
 * @param tree file of a given tree to train, relative to the project's base directory
 */
public record Recipe(
    String digest,
    long seed,
    SourceSpec source,
    SplitSpec train,
    ValidationSpec validation,
    SplitSpec test,
    NetworkSpec network,
    AverageSoftmaxMode averageSoftmax,
    DeterminismSpec determinism,
    Optional<String> tree,
    NodeHyperparameters root,
    NodeHyperparameters general,
    List<ClassSetOverride> overrides) {
  public Recipe {
    overrides = List.copyOf(overrides);
  }

  /** The same recipe with its digest. */
  Recipe withDigest(String newDigest) {
    return new Recipe(
        newDigest,
        seed,
        source,
        train,
        validation,
        test,
        network,
        averageSoftmax,
        determinism,
        tree,
        root,
        general,
        overrides);
  }
}
