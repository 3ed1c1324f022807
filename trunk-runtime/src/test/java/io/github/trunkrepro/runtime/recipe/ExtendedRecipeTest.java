package io.github.trunkrepro.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.SharedFolder;
import io.github.trunkrepro.runtime.dataset.EmnistSplit;
import io.github.trunkrepro.runtime.dataset.OfficialSet;
import io.github.trunkrepro.runtime.network.NetworkSpec;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.LrSchedulerSpec;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import io.github.trunkrepro.runtime.transform.Interpolation;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes that are laid over another file, as the authors' are: unchanged. */
class ExtendedRecipeTest {
  private static final String PUBLISHED = RecipeFiles.resource("published-form.yaml");
  private static final String OURS =
      """
      extends: published.yaml
      dataset: {format: strokes}
      network: vgg-emnist
      """;

  @TempDir Path project;
  private RecipeFiles files;

  @BeforeEach
  void newProject() {
    files = new RecipeFiles(project);
    files.write("published.yaml", PUBLISHED);
  }

  /** What stands in two files is the same experiment as what stands in one. */
  @Test
  void meansWhatOneFileWouldMean() {
    Recipe recipe = files.read(OURS);
    String whole =
        PUBLISHED.replace("dataset:\n", "dataset:\n  format: strokes\n") + "network: vgg-emnist\n";
    assertThat(recipe).isEqualTo(files.read(whole));
    assertThat(recipe.seed()).isEqualTo(1234);
    assertThat(recipe.root()).isEqualTo(recipe.general());
    assertThat(recipe.train().numWorkers()).isEqualTo(64);
    assertThat(recipe.test().batchSize()).isEqualTo(1);
    assertThat(recipe.validation().from()).isEqualTo(ValidationSpec.From.TRAIN);
    assertThat(recipe.general().classPhase())
        .isEqualTo(
            new PhaseHyperparameters(
                LossSpec.CROSS_ENTROPY,
                new OptimizerSpec.Sgd(0.05, 0.9, 0, 0, false),
                new LrSchedulerSpec.StepLr(3, 0.5),
                4));
  }

  @Test
  void oneOfRootAndGeneralIsEnough() {
    files.write("published.yaml", PUBLISHED.replace("general:", "root:"));
    Recipe recipe = files.read(OURS);
    assertThat(recipe.general()).isEqualTo(recipe.root());
    assertThat(recipe.root().groupingVolatility()).isEqualTo(1.1);
  }

  @Test
  void mapsAreJoinedAndTheRestIsReplaced() {
    Recipe recipe =
        files.read(
            """
            extends: published.yaml
            seed: 5
            dataset:
              format: strokes
              train:
                perClass: 9
                params: {batch_size: 12}
                transform: [{type: ToTensor}]
            network: vgg-emnist
            general:
              class_hyperparameters:
                optimizer: {type: Adam}
                epochs: 3
            """);
    assertThat(recipe.seed()).isEqualTo(5);
    assertThat(recipe.train())
        .isEqualTo(
            new SplitSpec(OptionalInt.of(9), 12, 64, true, List.of(new TransformSpec.ToTensor())));
    assertThat(recipe.test().transform()).hasSize(2);
    assertThat(recipe.general().classPhase())
        .isEqualTo(
            new PhaseHyperparameters(
                LossSpec.CROSS_ENTROPY,
                new OptimizerSpec.Adam(0.001, 0.9, 0.999, 1e-8, 0),
                new LrSchedulerSpec.StepLr(3, 0.5),
                3));
    assertThat(recipe.general().groupingPhase().epochs()).isEqualTo(6);
  }

  /** Parameters of the optimizer below would be unknown to the one above. */
  @Test
  void anotherTypeComesWithItsOwnParameters() {
    files.write(
        "published.yaml",
        PUBLISHED.replaceFirst("optimizer: \n    - type", "optimizer:\n      type"));
    Recipe recipe =
        files.read(OURS + "general: {class_hyperparameters: {optimizer: {type: Adam}}}\n");
    assertThat(recipe.general().classPhase().optimizer())
        .isEqualTo(new OptimizerSpec.Adam(0.001, 0.9, 0.999, 1e-8, 0));
    assertThat(
            files
                .read(OURS + "general: {class_hyperparameters: {optimizer: {params: {lr: 1}}}}\n")
                .general()
                .classPhase()
                .optimizer())
        .isEqualTo(new OptimizerSpec.Sgd(1, 0.9, 0, 0, false));
  }

  @Test
  void mistakesStandWhereTheyWereMade() {
    files.write(
        "published.yaml",
        PUBLISHED.replace("batch_size: 24", "batch_size: many").replace("epochs: 6", "epoks: 6"));
    assertThat(files.problems(OURS.replace("vgg-emnist", "vgg-emnits").replace("strokes", "idx")))
        .map(problem -> problem.strip().split(";", 2)[0])
        .containsExactly(
            "2:10  dataset: \"source\" is missing for format idx or cifar10 or image-folder or csv"
                + " or svhn",
            "2:10  dataset: \"orientation\" is missing for format idx",
            "3:10  network: expected one of vgg-cifar10, vgg-emnist, vgg-svhn, mobilenet-cifar10,"
                + " mobilenet-emnist, mobilenet-svhn, vgg-cifar10-published, or a path that ends in"
                + " .yaml, or the layers, found \"vgg-emnits\"",
            "published.yaml:7:19  dataset.train.params.batch_size: expected a whole number from 1,"
                + " found \"many\"",
            "published.yaml:61:5  general.grouping_hyperparameters: \"epochs\" is missing",
            "published.yaml:73:5  general.grouping_hyperparameters: unknown key \"epoks\"");
  }

  @Test
  void theOtherFileMustBeThereAndExtendNothing() {
    assertThat(files.problems(OURS.replace("published.yaml", "none.yaml")))
        .containsExactly("1:10  extends: there is no file " + project.resolve("none.yaml"));
    assertThat(files.problems(OURS.replace("published.yaml", "[a, b]")))
        .containsExactly("1:10  extends: expected text, found a list");
    files.write("published.yaml", PUBLISHED.replace("seed:", "extends: other.yaml\nseed:"));
    assertThat(files.problems(OURS))
        .containsExactly(
            "  published.yaml:3:10  \"extends\" is only for the build's own recipe, src/e.yaml: what"
                + " that extends extends nothing");
    files.write("published.yaml", "- seed\n");
    assertThat(files.problems(OURS))
        .containsExactly("  published.yaml:1:1  expected a map, found a list");
    files.write("published.yaml", "seed: [\n");
    assertThat(files.problems(OURS)).singleElement().asString().contains("published.yaml:2:1  not");
  }

  @Test
  void aClassSetOfBothFilesStandsOnceOrIsNamed() {
    String set = "\"cat, dog\": {class_hyperparameters: {epochs: 9}}\n";
    files.write(
        "published.yaml",
        PUBLISHED
            + "\"cat, dog\":\n"
            + "  class_hyperparameters: {loss: {type: CrossEntropyLoss}, optimizer: {type: Adam},"
            + " epochs: 2}\n");
    assertThat(files.read(OURS + set).overrides())
        .singleElement()
        .extracting(override -> override.hyperparameters().classPhase().epochs())
        .isEqualTo(9);
    assertThat(files.problems(OURS + set.replace("cat, dog", "dog,cat")))
        .anyMatch(
            problem ->
                problem.endsWith("the same class set stands already at published.yaml:74:1"));
  }

  @Test
  void propertiesOfBothFilesAndOfThePathAreAskedFor() {
    files.write("other/p.yaml", PUBLISHED.replace("epochs: 4", "epochs: ${epochs}"));
    String text =
        OURS.replace("published.yaml", "${where}/p.yaml").replace("strokes", "\"${format}\"");
    Map<String, String> properties =
        Map.of("where", "other", "epochs", "8", "format", "strokes", "more", "1");
    Path file = files.write("src/e.yaml", text);
    assertThat(RecipeReader.properties(file, project, RecipeFiles.lookup(properties)))
        .containsOnlyKeys("where", "epochs", "format");
    assertThat(files.read(text, properties).general().classPhase().epochs()).isEqualTo(8);
    assertThat(files.problems(text, Map.of("format", "strokes")))
        .containsExactly(
            "1:10  no property has the name \"where\"; set it in the pom or with -Dwhere=…");
  }

  @Test
  void aValidationThatDoesNotSayWhereFromIsRemarkedUpon() {
    assertThat(remarks(OURS))
        .singleElement()
        .asString()
        .startsWith("published.yaml:20:5  dataset.validation has no \"from\"")
        .contains("authors validated on the test images");
    assertThat(remarks(OURS.replace("strokes}", "strokes, validation: {from: train}}"))).isEmpty();
    assertThat(remarks(RecipeFiles.MINIMAL)).isEmpty();
  }

  private List<String> remarks(String text) {
    return RecipeReader.remarks(files.write("src/e.yaml", text), project, Map.of());
  }

  /** Each of the published files, unchanged, beside the two keys that they lack. */
  private Recipe published(String file, String dataset, String network) {
    Path authors = SharedFolder.require().resolve("reference/" + file + "/hyperparameters.yaml");
    return files.read(
        "extends: " + authors + "\ndataset: {" + dataset + "}\nnetwork: " + network + "\n");
  }

  @Test
  void thePublishedRecipeForEmnist() {
    Recipe recipe =
        published("emnist/mobilenet", "name: emnist, split: balanced", "mobilenet-emnist");
    assertThat(recipe.source().official())
        .contains(
            new OfficialSet(OfficialSet.Name.EMNIST, Optional.of(EmnistSplit.BALANCED), false));
    assertThat(recipe.seed()).isEqualTo(42);
    assertThat(recipe.train().shuffle()).isTrue();
    assertThat(recipe.test().batchSize()).isEqualTo(1);
    assertThat(recipe.root()).isEqualTo(recipe.general());
    assertThat(recipe.general().groupingVolatility()).isEqualTo(1.2);
    assertThat(recipe.general().groupingPhase())
        .isEqualTo(
            new PhaseHyperparameters(
                LossSpec.NLL,
                new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8, 0.0005),
                new LrSchedulerSpec.CosineAnnealingLr(10, 0),
                5));
  }

  @Test
  void thePublishedRecipeForCifar10WithMobilenet() {
    Recipe recipe = published("cifar10/mobilenet", "name: cifar10", "mobilenet-cifar10");
    assertThat(recipe.train().transform().get(0))
        .isEqualTo(new TransformSpec.RandomCrop(32, 32, List.of(4, 4, 4, 4)));
    assertThat(recipe.root().groupingVolatility()).isEqualTo(0.72);
    assertThat(recipe.general().groupingPhase().epochs()).isEqualTo(90);
  }

  @Test
  void thePublishedRecipeForCifar10WithVgg() {
    Recipe recipe = published("cifar10/vgg", "name: cifar10", "vgg-cifar10");
    assertThat(recipe.network()).isEqualTo(network("vgg-cifar10"));
    assertThat(recipe.train().batchSize()).isEqualTo(500);
    assertThat(recipe.train().transform().get(0))
        .isEqualTo(new TransformSpec.RandAugment(2, 8, 31, Interpolation.NEAREST, List.of(0)));
    assertThat(recipe.train().transform().get(3)).isEqualTo(new TransformSpec.CutOut(2, 4));
    assertThat(recipe.validation().split().transform().get(3))
        .isEqualTo(new TransformSpec.CutOut(1, 4));
    assertThat(recipe.root().groupingVolatility()).isEqualTo(0.88);
    assertThat(recipe.general().groupingVolatility()).isEqualTo(1.02);
  }

  private static NetworkSpec network(String name) {
    return NetworkReference.shipped(name);
  }
}
