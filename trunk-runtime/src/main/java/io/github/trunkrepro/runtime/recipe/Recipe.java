package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.LeakageLimits;
import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.network.NetworkSpec;
import io.github.trunkrepro.runtime.transform.ReadingSteps;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import java.util.List;
import java.util.Optional;

/**
 * All that a user declares of an experiment.
 *
 * @param digest SHA-256 of the canonical form: comments, key order and defaults written out do not
 *     change it, everything else does
 * @param leakage how many test images may stand in the training set; absent: any number
 * @param tree file of a given tree to train, relative to the project's base directory
 */
public record Recipe(
    String digest,
    long seed,
    SourceSpec source,
    Optional<LeakageLimits> leakage,
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

  /** What applies to a node: an override for exactly its classes, else that of its kind. */
  public NodeHyperparameters hyperparameters(boolean isRoot, List<String> classNames) {
    List<String> sorted = classNames.stream().sorted().toList();
    return overrides.stream()
        .filter(override -> override.classes().equals(sorted))
        .map(ClassSetOverride::hyperparameters)
        .findFirst()
        .orElse(isRoot ? root : general);
  }

  /** What is done to every image as it is read: what all lists of transforms begin with. */
  public ReadingSteps readingSteps() {
    return ReadingSteps.common(
        List.of(train.transform(), validation.split().transform(), test.transform()));
  }

  /**
   * The rest of a split's transforms.
   *
   * @param images shape of the images as they were read
   */
  public TransformPipeline pipeline(SplitSpec split, ImageShape images) {
    return TransformPipeline.of(split.transform(), readingSteps().count(), images);
  }

  /** The same recipe with its digest. */
  Recipe withDigest(String newDigest) {
    return new Recipe(
        newDigest,
        seed,
        source,
        leakage,
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
