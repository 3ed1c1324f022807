package io.github.trunkrepro.maven;

import java.nio.file.Path;

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

  /** The same with the network of the small tree in {@link #AUTHORS}. */
  static final String IMPORT =
      STROKES.replace(
          "network: vgg-emnist",
          """
          network:
            root:
              features: [{conv: {out: 4, kernel: 3, stride: 2, padding: 1}}, batch_norm, relu, {max_pool: {kernel: 2}}]
              classifier: [flatten, {linear: {out: outputs}}]
            general:
              features: [{conv: {out: 4, kernel: 3, padding: 1}}, batch_norm, relu]
              classifier: [flatten, {linear: {out: outputs}}]""");

  /** A tree in the authors' layout, made by the runtime's {@code authors_folder.py}. */
  static final Path AUTHORS =
      Path.of("..", "trunk-runtime", "src", "test", "resources", "golden", "authors");

  private Recipes() {}
}
