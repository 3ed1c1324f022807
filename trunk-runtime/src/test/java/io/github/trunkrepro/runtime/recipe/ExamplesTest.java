package io.github.trunkrepro.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.network.ClassSetBackbone;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes of the documentation. */
class ExamplesTest {
  private static final Path PROJECT = Path.of("..", "docs", "examples");
  private static final Path REGIMES = PROJECT.resolve("src/trunk/regimes");

  static Stream<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.walk(PROJECT.resolve("src"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("sensitivity.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Recipe read(Path file) {
    return RecipeReader.read(file, PROJECT, Map.of("data", "images"));
  }

  /** What a training checks before its first epoch, on images of the size that the data have. */
  @ParameterizedTest
  @MethodSource("recipes")
  void isReadAndPlansANetworkForEachNode(Path file) {
    Recipe recipe = read(file);
    boolean colour = recipe.source().format() == SourceSpec.Format.CIFAR10;
    ImageShape images = colour ? new ImageShape(3, 32, 32) : new ImageShape(1, 28, 28);
    int classes = colour ? 10 : 47;
    ImageShape shape = recipe.pipeline(recipe.train(), images).outputShape();
    assertThat(recipe.pipeline(recipe.validation().split(), images).outputShape()).isEqualTo(shape);
    assertThat(recipe.pipeline(recipe.test(), images).outputShape()).isEqualTo(shape);
    ImageShape map = Network.check(recipe.network().root(), shape, classes, "root");
    Network.check(recipe.network().general(), map, 2, "general");
    for (ClassSetBackbone own : recipe.network().classSets()) {
      Network.check(own.backbone(), map, 2, own.classes().toString());
    }
  }

  @Test
  void thereIsARecipeForEachOfTheSixRegimes() throws IOException {
    try (Stream<Path> files = Files.list(REGIMES)) {
      assertThat(files).hasSize(6);
    }
  }

  /** Rows of the paper's Table 7. */
  @ParameterizedTest
  @CsvSource({
    "1, 1024, 1.02, 1, 0.50 0.50 0.50, 0.50 0.50 0.50",
    "2, 512, 0.79, 3, 0.49 0.48 0.45, 0.20 0.20 0.20",
    "3, 512, 0.93, 4, 0.49 0.48 0.45, 0.25 0.24 0.26",
    "4, 512, 0.78, 4, 0.49 0.48 0.45, 0.25 0.24 0.26",
    "5, 512, 0.88, 2, 0.49 0.48 0.45, 0.25 0.24 0.26",
    "6, 500, 0.88, 3, 0.49 0.48 0.45, 0.25 0.24 0.26"
  })
  void aRegimeIsWhatThePapersTableSays(
      int regime, int batchSize, double volatility, int marked, String mean, String deviation)
      throws IOException {
    Path file = REGIMES.resolve("regime-" + regime + ".yaml");
    Recipe recipe = read(file);
    assertThat(recipe.train().batchSize()).isEqualTo(batchSize);
    assertThat(recipe.validation().split().batchSize()).isEqualTo(batchSize);
    assertThat(recipe.root().groupingVolatility()).isEqualTo(volatility);
    List<TransformSpec> train = recipe.train().transform();
    assertThat(train).hasSize(marked + 1);
    for (List<TransformSpec> list :
        List.of(train, recipe.validation().split().transform(), recipe.test().transform())) {
      assertThat(list)
          .filteredOn(TransformSpec.Normalize.class::isInstance)
          .map(TransformSpec.Normalize.class::cast)
          .singleElement()
          .satisfies(
              normalize -> {
                assertRounded(normalize.mean(), mean);
                assertRounded(normalize.std(), deviation);
              });
    }
    assertThat(recipe.validation().from()).isEqualTo(ValidationSpec.From.TEST);
    assertThat(Files.readString(file).contains("# ASSUMPTION: ")).isEqualTo(regime != 6);
  }

  private static void assertRounded(List<Double> found, String twoPlaces) {
    String[] wanted = twoPlaces.split(" ", -1);
    assertThat(found).hasSize(wanted.length);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(found.get(i)).isCloseTo(Double.parseDouble(wanted[i]), within(0.005));
    }
  }
}
