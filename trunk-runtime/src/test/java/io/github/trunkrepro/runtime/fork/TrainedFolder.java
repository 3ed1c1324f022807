package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.engine.EngineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small network, trained in this process as a fork trains it. */
public final class TrainedFolder {
  private static final String RECIPE =
      """
      seed: 11
      dataset:
        format: strokes
        train:
          perClass: 30
          params: {batch_size: 32}
          transform: [{type: ToTensor}]
        test:
          perClass: 20
          transform: [{type: ToTensor}]
      network: network.yaml
      general:
        class_hyperparameters:
          loss: {type: CrossEntropyLoss}
          optimizer: {type: Adam, params: {lr: 0.01}}
          epochs: 2
        grouping_hyperparameters:
          loss: {type: CrossEntropyLoss}
          optimizer: {type: Adam, params: {lr: 0.01}}
          epochs: 2
          grouping_volatility: 1.0
      """;

  private static final String BACKBONE =
      """
        features: [{conv: {out: 8, kernel: 3, stride: 2, padding: 1}}, batch_norm, relu]
        classifier: [flatten, {linear: {out: outputs}}]
      """;

  private TrainedFolder() {}

  /** Trains in a project and returns its output folder. */
  public static Path train(Path project) throws IOException {
    Path recipe = Files.writeString(project.resolve("experiment.yaml"), RECIPE);
    Files.writeString(
        project.resolve("network.yaml"), "root:\n" + BACKBONE + "general:\n" + BACKBONE);
    Path output = project.resolve("target");
    RunRequest request =
        new RunRequest(
            RunRequest.Goal.TRAIN,
            project.toString(),
            recipe.toString(),
            EngineSpec.DEFAULT,
            Map.of(),
            output.toString(),
            project.resolve("cache").toString(),
            project.resolve("datasets").toString(),
            1,
            Map.of(),
            Optional.empty(),
            List.of());
    new TrainingRun(request, new EventLog(project.resolve("events.jsonl"))).run();
    return output;
  }
}
