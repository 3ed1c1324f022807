package io.github.trunkrepro.runtime.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.EngineSpec;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of images of several sizes: read, resized, compared, trained on, classified. */
class ImageFolderRunTest {
  private static final String RECIPE =
      """
      seed: 1
      dataset:
        format: image-folder
        source: data
        channels: 3
        leakage: {exact: LIMIT}
        train:
          params: {batch_size: 8}
          transform:
            - {type: Resize, params: {size: [9, 8]}}
            - {type: CenterCrop, params: {size: 8}}
            - {type: ToTensor}
        test:
          transform:
            - {type: Resize, params: {size: [9, 8]}}
            - {type: CenterCrop, params: {size: 8}}
            - {type: ToTensor}
      network:
        root: {features: [conv: {out: 4, kernel: 3}, relu], classifier: [flatten, linear: {out: outputs}]}
        general: {features: [relu], classifier: [flatten, linear: {out: outputs}]}
      general:
        class_hyperparameters:
          loss: {type: CrossEntropyLoss}
          optimizer: {type: Adam, params: {lr: 0.01}}
          epochs: 6
        grouping_hyperparameters:
          loss: {type: CrossEntropyLoss}
          optimizer: {type: Adam}
          epochs: 1
          grouping_volatility: 2
      """;

  @TempDir private Path project;

  @BeforeEach
  void images() throws IOException {
    for (int i = 0; i < 40; i++) {
      image("data/train/blue/" + i + ".png", Color.BLUE, i, 10 + i % 7);
      image("data/train/red/" + i + ".png", Color.RED, i, 9 + i % 5);
    }
    for (int i = 40; i < 44; i++) {
      image("data/test/blue/" + i + ".png", Color.BLUE, i, 14);
      image("data/test/red/" + i + ".png", Color.RED, i, 8);
    }
    // A leak, under another name.
    Files.copy(
        project.resolve("data/train/red/7.png"), project.resolve("data/test/red/leaked.png"));
  }

  private void image(String name, Color colour, int number, int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side + 2, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side + 2; y++) {
      for (int x = 0; x < side; x++) {
        int noise = (x * 31 + y * 17 + number * 7 + x * y * number) % 60;
        image.setRGB(x, y, colour.getRGB() ^ noise << 8);
      }
    }
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
  }

  private RunRequest request(RunRequest.Goal goal, int limit, String... images) throws IOException {
    Path recipe =
        Files.writeString(
            project.resolve("experiment.yaml"), RECIPE.replace("LIMIT", String.valueOf(limit)));
    return new RunRequest(
        goal,
        project.toString(),
        recipe.toString(),
        EngineSpec.DEFAULT,
        Map.of(),
        project.resolve("out").toString(),
        project.resolve("cache").toString(),
        project.resolve("datasets").toString(),
        1,
        Map.of(),
        Optional.empty(),
        List.of(images));
  }

  private EventLog events() {
    return new EventLog(project.resolve("events.jsonl"));
  }

  @Test
  void aLeakFailsBeforeTraining() throws IOException {
    RunRequest request = request(RunRequest.Goal.TRAIN, 0);
    UserException thrown =
        catchThrowableOfType(UserException.class, () -> new TrainingRun(request, events()).run());
    assertThat(thrown.kind()).isEqualTo(UserException.Kind.CHECK);
    assertThat(thrown)
        .hasMessageContaining("dataset.leakage.exact: expected at most 0, found 1:")
        .hasMessageContaining("(red, test/red/leaked.png) = training")
        .hasMessageContaining("(red, train/red/7.png)");
    assertThat(project.resolve("out/leakage.json"))
        .content()
        .contains("test/red/leaked.png", "train/red/7.png");
    assertThat(Files.readString(project.resolve("events.jsonl")))
        .contains("1 stand in the training set too")
        .doesNotContain("phaseStarted");
    assertThat(project.resolve("out/manifest.json")).doesNotExist();
  }

  @Test
  void trainsAndClassifiesImagesOfAnySize() throws IOException {
    List<String> summary = new TrainingRun(request(RunRequest.Goal.TRAIN, 1), events()).run();
    assertThat(summary).contains("test accuracy 1.0000 (9/9)");
    assertThat(project.resolve("out/manifest.json")).content().contains("train/blue/ (40 files)");
    image("new.png", Color.RED, 99, 31);
    String file = project.resolve("new.png").toString();
    List<String> lines = new InferenceRun(request(RunRequest.Goal.CLASSIFY, 1, file)).run();
    assertThat(lines).singleElement().asString().startsWith(file + ": red  (root -> ");
  }
}
