package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.recipe.RecipeFiles.FULL;
import static io.github.trunkrepro.runtime.recipe.RecipeFiles.MINIMAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.dataset.LeakageLimits;
import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.network.LayerSpec;
import io.github.trunkrepro.runtime.network.Normalization;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.LrSchedulerSpec;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeReaderTest {
  @TempDir Path project;
  private RecipeFiles files;

  @BeforeEach
  void newProject() {
    files = new RecipeFiles(project);
  }

  @Test
  void changesAreMadeBeforeItIsRead() {
    files.read(FULL);
    Recipe changed =
        files.read(
            new RecipeEdit("seed", "7", "study"),
            new RecipeEdit("dataset.train.params.batch_size", "16", "study"));
    assertThat(changed.seed()).isEqualTo(7);
    assertThat(changed.train().batchSize()).isEqualTo(16);
    assertThat(changed.digest())
        .isNotEqualTo(files.read().digest())
        .isEqualTo(
            files
                .read(
                    new RecipeEdit("dataset.train.params.batch_size", "16", "elsewhere"),
                    new RecipeEdit("seed", "7", "elsewhere"))
                .digest());
    Assertions.assertThatThrownBy(
            () ->
                files.read(
                    new RecipeEdit("dataset.train.params.batch_sise", "16", "study.yaml:3:4")))
        .hasMessageContaining(
            "study.yaml:3:4  dataset.train.params: unknown key \"batch_sise\"; allowed here:")
        .hasMessageContaining("did you mean \"batch_size\"?");
  }

  @Test
  void aNamedNetworkIsChangedInPart() {
    Recipe written =
        files.read(
            RecipeFiles.replaced(
                RecipeFiles.MINIMAL,
                "network: vgg-emnist",
                "network: {name: vgg-emnist, normalization: layer}"));
    Recipe batchNorm = files.read(RecipeFiles.MINIMAL);
    Recipe changed = files.read(new RecipeEdit("network.normalization", "layer", "study"));
    assertThat(changed).isEqualTo(written).isNotEqualTo(batchNorm);
  }

  @Test
  void anotherGroupingVolatilityIsThatOfEveryNode() {
    Recipe recipe = files.read(RecipeFiles.replaced(FULL, "tree: tree.json\n", ""));
    Recipe changed = recipe.withGroupingVolatility(0.77);
    assertThat(changed.root().groupingVolatility()).isEqualTo(0.77);
    assertThat(changed.general().groupingVolatility()).isEqualTo(0.77);
    assertThat(changed.overrides())
        .isNotEmpty()
        .allSatisfy(set -> assertThat(set.hyperparameters().groupingVolatility()).isEqualTo(0.77));
    assertThat(changed.digest()).hasSize(64).isNotEqualTo(recipe.digest());
    assertThat(changed.withGroupingVolatility(0.9).withGroupingVolatility(0.77)).isEqualTo(changed);
  }

  @Test
  void bindsEveryKey() {
    Recipe recipe = files.read(FULL);
    assertThat(recipe.seed()).isEqualTo(42);
    assertThat(recipe.source().format()).isEqualTo(SourceSpec.Format.IDX);
    assertThat(recipe.source().source()).contains("data/letters");
    assertThat(recipe.source().orientation()).contains(SourceSpec.Orientation.TRANSPOSED);
    assertThat(recipe.source().firstLabel()).isEqualTo(1);
    assertThat(recipe.source().checksums())
        .containsOnlyKeys("letters-train-images", "letters-test-images");
    assertThat(recipe.train())
        .isEqualTo(
            new SplitSpec(
                OptionalInt.of(500),
                64,
                4,
                false,
                List.of(
                    new TransformSpec.RandomCrop(28, 26, List.of(1, 2, 3, 4)),
                    new TransformSpec.RandomHorizontalFlip(0.25),
                    new TransformSpec.ToTensor(),
                    new TransformSpec.Normalize(List.of(0.1), List.of(0.3)))));
    assertThat(recipe.validation().fraction()).isEqualTo(0.2);
    assertThat(recipe.validation().split().batchSize()).isEqualTo(100);
    assertThat(recipe.test().perClass()).hasValue(50);
    assertThat(recipe.averageSoftmax()).isEqualTo(AverageSoftmaxMode.TRAINING);
    assertThat(recipe.determinism())
        .isEqualTo(
            new DeterminismSpec(
                DeterminismSpec.Tier.TOLERANCE, 4, DeterminismSpec.Instructions.NATIVE));
    assertThat(recipe.tree()).contains("tree.json");
    assertThat(recipe.root().classPhase())
        .isEqualTo(
            new PhaseHyperparameters(
                LossSpec.NLL,
                new OptimizerSpec.Sgd(0.1, 0.9, 0, 0.0005, true),
                new LrSchedulerSpec.MultiStepLr(List.of(3, 5), 0.2),
                7));
    assertThat(recipe.root().groupingVolatility()).isEqualTo(1.1);
    assertThat(recipe.general().classPhase())
        .isEqualTo(
            new PhaseHyperparameters(
                LossSpec.CROSS_ENTROPY,
                new OptimizerSpec.Adam(0.002, 0.8, 0.99, 1e-6, 1e-4),
                new LrSchedulerSpec.CosineAnnealingLr(9, 1e-5),
                9));
    assertThat(recipe.general().groupingPhase().optimizer())
        .isEqualTo(new OptimizerSpec.AdamW(0.003, 0.7, 0.98, 1e-5, 0.02));
    ClassSetOverride override = recipe.overrides().get(0);
    assertThat(override.classes()).containsExactly("cat", "dog");
    assertThat(override.where()).isEqualTo("src/e.yaml:102:1");
    assertThat(override.hyperparameters().classPhase().epochs()).isEqualTo(11);
    assertThat(override.hyperparameters().groupingPhase())
        .isEqualTo(recipe.general().groupingPhase());
    assertThat(override.hyperparameters().groupingVolatility()).isEqualTo(1.2);
  }

  @Test
  void whatIsAbsentHasItsDefault() {
    Recipe recipe = files.read(MINIMAL);
    List<TransformSpec> toTensor = List.of(new TransformSpec.ToTensor());
    SplitSpec test = new SplitSpec(OptionalInt.empty(), 128, 2, false, toTensor);
    assertThat(recipe.train()).isEqualTo(new SplitSpec(OptionalInt.empty(), 32, 2, true, toTensor));
    assertThat(recipe.test()).isEqualTo(test);
    assertThat(recipe.validation())
        .isEqualTo(new ValidationSpec(ValidationSpec.From.TRAIN, 0.1, test));
    assertThat(recipe.averageSoftmax()).isEqualTo(AverageSoftmaxMode.EVALUATION);
    assertThat(recipe.determinism())
        .isEqualTo(
            new DeterminismSpec(
                DeterminismSpec.Tier.BITWISE, 2, DeterminismSpec.Instructions.PORTABLE));
    assertThat(recipe.tree()).isEmpty();
    assertThat(recipe.root()).isEqualTo(recipe.general());
    assertThat(recipe.general().classPhase())
        .isEqualTo(
            new PhaseHyperparameters(
                LossSpec.CROSS_ENTROPY,
                new OptimizerSpec.Adam(0.001, 0.9, 0.999, 1e-8, 0),
                new LrSchedulerSpec.Constant(),
                2));
    assertThat(files.read(MINIMAL.replace("type: Adam", "type: AdamW")).root().classPhase())
        .extracting(PhaseHyperparameters::optimizer)
        .isEqualTo(new OptimizerSpec.AdamW(0.001, 0.9, 0.999, 1e-8, 0.01));
    assertThat(files.read(MINIMAL.replace("general:", "root:")).general())
        .isEqualTo(recipe.general());
  }

  @Test
  void validationIsAsTestWhereNothingElseIsWritten() {
    Recipe recipe =
        files.read(MINIMAL.replace("  test:\n", "  validation: {from: test}\n  test:\n"));
    assertThat(recipe.validation().from()).isEqualTo(ValidationSpec.From.TEST);
    assertThat(recipe.validation().split()).isEqualTo(recipe.test());
  }

  @Test
  void paddingAndSizeAsInTorchvision() {
    String crop =
        MINIMAL.replace(
            "transform:\n      - type: ToTensor\n  test",
            "transform:\n      - {type: RandomCrop, params: {size: 28, padding: PAD}}\n  test");
    assertThat(files.read(crop.replace("PAD", "4")).train().transform())
        .containsExactly(new TransformSpec.RandomCrop(28, 28, List.of(4, 4, 4, 4)));
    assertThat(files.read(crop.replace("PAD", "[1, 2]")).train().transform())
        .containsExactly(new TransformSpec.RandomCrop(28, 28, List.of(1, 2, 1, 2)));
  }

  @Test
  void imageFilesNeedTheirChannels() {
    String text =
        MINIMAL
            .replace("strokes\n", "image-folder\n  source: data\n  channels: 3\n")
            .replace(
                "- type: ToTensor", "- {type: Resize, params: {size: 32}}\n      - type: ToTensor");
    Recipe recipe = files.read(text);
    assertThat(recipe.source().format()).isEqualTo(SourceSpec.Format.IMAGE_FOLDER);
    assertThat(recipe.source().channels()).hasValue(3);
    assertThat(recipe.readingSteps().count()).isEqualTo(1);
    assertThat(recipe.digest())
        .isNotEqualTo(files.read(text.replace("channels: 3", "channels: 1")).digest());
    assertThat(files.problems(text.replace("channels: 3", "channels: 2")))
        .containsExactly(
            "5:13  dataset.channels: expected 1 (grey) or 3 (red, green and blue), found 2");
  }

  @Test
  void limitsOfLeakageAreDeclaredOneByOne() {
    String text = MINIMAL.replace("format: strokes", "format: strokes\n  leakage: LIMITS");
    assertThat(files.read(MINIMAL).leakage()).isEmpty();
    assertThat(files.read(text.replace("LIMITS", "{exact: 0, near: unlimited}")).leakage())
        .contains(new LeakageLimits(OptionalInt.of(0), OptionalInt.empty()));
    assertThat(files.read(text.replace("LIMITS", "{near: 5}")).leakage())
        .contains(new LeakageLimits(OptionalInt.empty(), OptionalInt.of(5)));
    assertThat(files.problems(text.replace("LIMITS", "{exact: -1, near: unlimitd}")))
        .containsExactly(
            "4:20  dataset.leakage.exact: expected a whole number from 0, found -1",
            "4:30  dataset.leakage.near: expected unlimited or a whole number from 0, found"
                + " \"unlimitd\"; did you mean \"unlimited\"?");
  }

  @Test
  void layerNormTakesBatchNormsPlaceByOneWord() {
    String text = MINIMAL.replace("vgg-emnist", "{name: NET, normalization: layer}");
    Recipe vgg = files.read(text.replace("NET", "vgg-emnist"));
    assertThat(vgg.network().root().features())
        .contains(new LayerSpec.LayerNorm(1e-5))
        .noneMatch(LayerSpec.BatchNorm2d.class::isInstance);
    Recipe mobilenet = files.read(text.replace("NET", "mobilenet-emnist"));
    LayerSpec block = new LayerSpec.InvertedResidual(48, 4, 1, Optional.of(Normalization.LAYER));
    assertThat(mobilenet.network().general().features()).containsOnly(block);
    assertThat(files.read(MINIMAL.replace("vgg-emnist", "mobilenet-emnist")).digest())
        .isNotEqualTo(mobilenet.digest())
        .isEqualTo(
            files.read(text.replace("NET", "mobilenet-emnist").replace("layer", "batch")).digest());
    assertThat(files.problems(text.replace("NET", "vgg-enmist").replace("layer", "layr")))
        .satisfiesExactly(
            name -> assertThat(name).startsWith("11:17  network.name: expected one of vgg-cifar10"),
            word ->
                assertThat(word)
                    .isEqualTo(
                        "11:44  network.normalization: expected one of batch, layer, found"
                            + " \"layr\"; did you mean \"layer\"?"));
  }

  @Test
  void windowsLineEndsAndAMarkChangeNothing() {
    assertThat(files.read("\uFEFF" + MINIMAL.replace("\n", "\r\n")).digest())
        .isEqualTo(files.read(MINIMAL).digest());
    UserException e =
        Assertions.catchThrowableOfType(
            UserException.class,
            () -> files.read(MINIMAL.replace("epochs: 2", "epochs: 0").replace("\n", "\r\n")));
    assertThat(e).hasMessageContaining("src/e.yaml:16:13  general.class_hyperparameters.epochs");
  }

  @Test
  void jsonIsARecipeToo() {
    String json =
        """
        {"seed": 7, "network": "vgg-emnist",
         "dataset": {"format": "strokes",
           "train": {"params": {"batch_size": 32}, "transform": [{"type": "ToTensor"}]},
           "test": {"transform": [{"type": "ToTensor"}]}},
         "root": {
           "class_hyperparameters":
             {"loss": {"type": "CrossEntropyLoss"}, "optimizer": {"type": "Adam"}, "epochs": 2},
           "grouping_hyperparameters":
             {"loss": {"type": "CrossEntropyLoss"}, "optimizer": {"type": "Adam"}, "epochs": 2,
              "grouping_volatility": 1.2}}}
        """;
    assertThat(files.read(json).digest()).isEqualTo(files.read(MINIMAL).digest());
    assertThat(Optional.of(files.read(json))).contains(files.read(MINIMAL));
  }
}
