package io.github.trunkrepro.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.recipe.AverageSoftmaxMode;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What trains again when one input of the keys changes alone (docs/goals/cache.md). */
class RetrainingTest {
  /** Trained once; what a test trains besides has keys of its own. */
  @TempDir static Path cache;

  private static Experiments first;

  @BeforeAll
  static void train() {
    first = new Experiments();
    first.train(cache);
  }

  static Stream<Arguments> nothing() {
    return Stream.of(
        change("nothing", experiment -> {}),
        change("loader threads", experiment -> experiment.numWorkers = 5),
        change("nodes side by side", experiment -> experiment.parallelNodes = 2),
        change("test images", experiment -> experiment.testPerClass = 9),
        change("test batch size", experiment -> experiment.testBatchSize = 64),
        change("another digest of the recipe", experiment -> experiment.recipeDigest = "1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void nothing(String name, Consumer<Experiments> change) {
    assertThat(changed(change).trained).isEmpty();
  }

  static Stream<Arguments> everything() {
    return Stream.of(
        change("seed", experiment -> experiment.seed = 8),
        change("training images", experiment -> experiment.trainPerClass = 31),
        change("training transform", experiment -> experiment.augmented = true),
        change("training batch size", experiment -> experiment.batchSize = 31),
        change("shuffling", experiment -> experiment.shuffle = false),
        change("validation fraction", experiment -> experiment.validationFraction = 0.3),
        change("validation from the test set", experiment -> experiment.validateOnTest = true),
        change("validation transform", experiment -> experiment.validationNormalized = true),
        change("validation batch size", experiment -> experiment.validationBatchSize = 31),
        change("learning rate", experiment -> experiment.learningRate = 0.003),
        change("optimizer", experiment -> experiment.momentum = true),
        change("schedule", experiment -> experiment.etaMin = 0.001),
        change("epochs", experiment -> experiment.epochs = 3),
        change("network of the root", experiment -> experiment.rootFilters = 7));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void everything(String name, Consumer<Experiments> change) {
    assertThat(changed(change).reused).isEmpty();
  }

  static Stream<Arguments> allButTheRoot() {
    return Stream.of(
        change("network of the others", experiment -> experiment.generalFilters = 11),
        change("epochs of the others", experiment -> experiment.generalEpochs = 3));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void allButTheRoot(String name, Consumer<Experiments> change) {
    Experiments experiment = changed(change);
    assertThat(experiment.reused).containsExactlyInAnyOrder("root class", "root grouping");
    assertThat(experiment.trained).noneMatch(phase -> phase.startsWith("root"));
  }

  /** The children stand on the grouping phase's weights. */
  @Test
  void aGroupingPhaseAndWhatIsBelowIt() {
    Experiments experiment = changed(e -> e.rootGroupingLearningRate = 0.004);
    assertThat(experiment.reused).containsExactly("root class");
    assertThat(experiment.trained).hasSizeGreaterThan(1).startsWith("root grouping");
  }

  /** The class phase acts through the groups alone. */
  @Test
  void aClassPhaseWhoseGroupsStayLeavesTheRestAlone() {
    Experiments experiment = changed(e -> e.rootClassEpochs = 3);
    assertThat(experiment.trained).contains("root class");
    if (experiment.trained.size() < first.trained.size()) {
      assertThat(experiment.reused).contains("root grouping");
    }
  }

  @Test
  void averageSoftmaxModeTrainsNoClassPhaseOfTheRoot() {
    assertThat(changed(e -> e.averageSoftmax = AverageSoftmaxMode.TRAINING).reused)
        .contains("root class");
  }

  @Test
  void theTestTransformTrainsNoClassPhaseOfTheRoot() {
    assertThat(changed(e -> e.testNormalized = true).reused).contains("root class");
  }

  @Test
  void groupingVolatilityTrainsNoClassPhaseOfTheRoot() {
    assertThat(changed(e -> e.groupingVolatility = 1e9).trained).isEmpty();
  }

  private static Experiments changed(Consumer<Experiments> change) {
    Experiments experiment = new Experiments();
    change.accept(experiment);
    experiment.train(cache);
    return experiment;
  }

  private static Arguments change(String name, Consumer<Experiments> change) {
    return Arguments.of(name, change);
  }
}
