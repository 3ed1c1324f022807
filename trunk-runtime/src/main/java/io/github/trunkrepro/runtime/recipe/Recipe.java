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
 * @param random seeds of their own for kinds of random numbers; empty where all are {@code seed}
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
    List<ClassSetOverride> overrides,
    Optional<RandomSeeds> random) {
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

  /** The seed of each kind of random number. */
  public RandomSeeds randomSeeds() {
    return random.orElseGet(() -> RandomSeeds.all(seed));
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

  /**
   * The same recipe with another grouping volatility at every node, and the digest of that.
   *
   * @throws IllegalArgumentException when the tree is given, so that nothing is grouped
   */
  public Recipe withGroupingVolatility(double volatility) {
    if (tree.isPresent()) {
      throw new IllegalArgumentException("the tree is given");
    }
    Recipe changed =
        new Recipe(
            "",
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
            root.withGroupingVolatility(volatility),
            general.withGroupingVolatility(volatility),
            overrides.stream()
                .map(
                    set ->
                        new ClassSetOverride(
                            set.classes(),
                            set.hyperparameters().withGroupingVolatility(volatility),
                            set.where()))
                .toList(),
            random);
    return changed.withDigest(RecipeDigest.of(changed, Optional.empty()));
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
        overrides,
        random);
  }
}
