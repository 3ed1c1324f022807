package io.github.trunkrepro.maven;

/** Recipes of tests. */
final class Recipes {
  /** A valid one, of the tier {@code tolerance}, with one thread and a property. */
  static final String STROKES =
      """
      seed: ${seed}
      dataset:
        format: strokes
        train:
          params: {batch_size: 32}
          transform: [{type: ToTensor}]
        test:
          transform: [{type: ToTensor}]
      network: vgg-emnist
      determinism: {tier: tolerance, threads: 1}
      general:
        class_hyperparameters:
          loss: {type: CrossEntropyLoss}
          optimizer: {type: Adam}
          epochs: 1
        grouping_hyperparameters:
          loss: {type: CrossEntropyLoss}
          optimizer: {type: Adam}
          epochs: 1
          grouping_volatility: 1.2
      """;

  private Recipes() {}
}
