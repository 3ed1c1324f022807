package io.github.trunkrepro.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewTest {
  private static final String RECIPE =
      """
      seed: 3
      dataset:
        format: strokes
        train:
          perClass: 5
          params: {batch_size: 4}
          transform:
            - {type: RandomVerticalFlip, params: {p: 1}}
            - {type: ToTensor}
            - {type: Normalize, params: {mean: [0.5], std: [0.25]}}
            - {type: CutOut, params: {n_holes: 1, length: 4}}
        test:
          perClass: 5
          transform: [{type: ToTensor}]
      network: mobilenet-emnist
      general:
        class_hyperparameters: {loss: {type: NLLLoss}, optimizer: {type: Adam, params: {lr: 0.01}}, epochs: 1}
        grouping_hyperparameters:
          {loss: {type: NLLLoss}, optimizer: {type: Adam, params: {lr: 0.01}}, epochs: 1, grouping_volatility: 1.0}
      """;

  @TempDir Path folder;

  @Test
  void originalsStandBesideWhatTheTransformsMakeOfThem() throws IOException {
    Path file = folder.resolve("experiment.yaml");
    Files.writeString(file, RECIPE);
    Recipe recipe = RecipeReader.read(file, folder, Map.of());
    Dataset dataset =
        Datasets.read(
            recipe.source(),
            folder,
            new Reading(
                OptionalInt.of(5),
                OptionalInt.of(5),
                3,
                recipe.readingSteps(),
                Reading.whole(3).room()));
    List<String> lines = new Preview(recipe, dataset).write(folder.resolve("preview"), 3, 4);

    int classes = dataset.classNames().size();
    assertThat(lines).hasSize(classes + 2);
    assertThat(lines.get(classes))
        .startsWith("values after the training transforms: from -2.0000 to 2.0000, mean ")
        .endsWith("(" + classes * 12 + " images)");
    assertThat(lines.get(classes + 1))
        .startsWith("values after the test transforms: from 0.0000 to 1.0000, mean ");
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder.resolve("preview"))) {
      files = entries.sorted().toList();
    }
    assertThat(files).hasSize(classes);
    assertThat(files.get(0).getFileName())
        .hasToString("000-" + dataset.classNames().get(0) + ".png");

    // 28 pixels are shown three times as large, so 84; the second column is the first upside down.
    BufferedImage sheet = ImageIO.read(files.get(0).toFile());
    assertThat(sheet.getWidth()).isEqualTo(6 + 5 * 90 + 12);
    assertThat(sheet.getHeight()).isEqualTo(6 + 3 * 90);
    int same = 0;
    int grey = 0;
    for (int y = 0; y < 84; y++) {
      for (int x = 0; x < 84; x++) {
        int original = sheet.getRGB(6 + x, 6 + y) & 0xFF;
        int version = sheet.getRGB(6 + 90 + 12 + x, 6 + 83 - y) & 0xFF;
        same += original == version ? 1 : 0;
        grey += version == 128 ? 1 : 0;
      }
    }
    // All but the square of 4 x 4 pixels at most, which is the mean.
    assertThat(same).isBetween(84 * 84 - 16 * 9, 84 * 84);
    assertThat(grey).isBetween(4 * 9, 16 * 9 + 84);
  }
}
