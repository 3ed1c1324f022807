package io.github.trunkrepro.runtime.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.recipe.RecipeEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyReaderTest {
  @TempDir Path project;

  private StudySpec read(String yaml, String name) throws IOException {
    Path file = Files.writeString(project.resolve("sensitivity.yaml"), yaml);
    return StudyReader.read(file, project, name, Map.of());
  }

  private static List<String> names(StudySpec study) {
    return StudyPlans.units(study).stream().map(StudyUnit::name).toList();
  }

  @Test
  void studiesThatEveryProjectHas() {
    Path none = project.resolve("sensitivity.yaml");
    assertThat(StudyReader.read(none, project, "gv", Map.of()).volatility())
        .contains(new StudySpec.Volatility(0.6, 1.2));
    assertThat(names(StudyReader.read(none, project, "seeds", Map.of())))
        .containsExactly("seed=1", "seed=2", "seed=3", "seed=4", "seed=5", "seed=6");
    assertThat(names(StudyReader.read(none, project, "batch-size", Map.of())))
        .startsWith("batch_size=32", "batch_size=64");
    assertThat(names(StudyReader.read(none, project, "randomness", Map.of()))).hasSize(9);
    StudySpec layerNorm = StudyReader.read(none, project, "gv-layer-norm", Map.of());
    assertThat(layerNorm.volatility()).contains(new StudySpec.Volatility(0.6, 1.2));
    assertThat(layerNorm.set())
        .extracting(RecipeEdit::path, RecipeEdit::value)
        .containsExactly(tuple("network.normalization", "layer"));
  }

  @Test
  void whatTheConfigurationSaysGoesBeforeTheStudy() {
    Path none = project.resolve("sensitivity.yaml");
    StudySpec more =
        StudyReader.read(
            none, project, "seeds", Map.of("seeds", "[3, 5]", "failOn", "[\"trees > 1\"]"));
    assertThat(names(more)).containsExactly("seed=3", "seed=5");
    assertThat(more.failOn()).containsExactly("trees > 1");
    StudySpec own =
        StudyReader.read(
            none,
            project,
            "axes",
            Map.of(
                "axes",
                """

                  - path: dataset.train.params.batch_size
                    values: [16, 32]
                  - {path: random.shuffle, values: [1, 2]}
                """,
                "design",
                "paired"));
    assertThat(own.name()).isEqualTo("axes");
    assertThat(names(own)).containsExactly("batch_size=16,shuffle=1", "batch_size=32,shuffle=2");
  }

  @Test
  void mistakesInTheConfigurationAreToldWithTheirPlace() {
    Path none = project.resolve("sensitivity.yaml");
    Map<String, String> axes =
        Map.of("axes", "[{path: seed, valuess: [1]},\n {path: determinism.threads, values: [1]}]");
    assertThatThrownBy(() -> StudyReader.read(none, project, "axes", axes))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("<axes>:1:15")
        .hasMessageContaining("did you mean \"values\"?")
        .hasMessageContaining("<axes>:2:");
    assertThatThrownBy(() -> StudyReader.read(none, project, "gv", Map.of("seeds", "3")))
        .hasMessageContaining("expected either groupingVolatility, or axes or seeds or both");
    assertThatThrownBy(() -> StudyReader.read(none, project, "seed", Map.of("seeds", "3")))
        .hasMessageContaining("did you mean \"seeds\"?");
  }

  @Test
  void aStudyOfTheProjectTakesThePlaceOfAShippedOne() throws IOException {
    StudySpec study =
        read(
            """
            gv:
              set: {network: vgg-emnist}
              groupingVolatility: {start: 0.9, end: 1.0}
              budget: {variants: 4, minutes: 1.5}
            """,
            "gv");
    assertThat(study.volatility()).contains(new StudySpec.Volatility(0.9, 1.0));
    assertThat(study.budget())
        .isEqualTo(new StudySpec.Budget(OptionalInt.of(4), OptionalDouble.of(1.5)));
    assertThat(study.set()).hasSize(1);
    assertThat(study.set().get(0).path()).isEqualTo("network");
    assertThat(study.set().get(0).from()).isEqualTo("sensitivity.yaml:2:18");
  }

  @Test
  void aWholeStudyMayComputeInAnotherWay() throws IOException {
    assertThat(read("s: {seeds: 2, set: {determinism.threads: 1}}", "s").set())
        .extracting(RecipeEdit::path)
        .containsExactly("determinism.threads");
  }

  @Test
  void gridPairedAndOneAtATime() throws IOException {
    String axes =
        """
        study:
          design: %s
          axes:
            - {path: dataset.train.params.batch_size, values: [16, 32]}
            - name: schedule
              variants: {none: {}, step: {"general.class_hyperparameters.epochs": 4}}
        """;
    assertThat(names(read(axes.formatted("grid"), "study")))
        .containsExactly(
            "batch_size=16,schedule=none",
            "batch_size=16,schedule=step",
            "batch_size=32,schedule=none",
            "batch_size=32,schedule=step");
    assertThat(names(read(axes.formatted("paired"), "study")))
        .containsExactly("batch_size=16,schedule=none", "batch_size=32,schedule=step");
    assertThat(names(read(axes.formatted("one-at-a-time"), "study")))
        .containsExactly(
            "batch_size=as declared,schedule=as declared",
            "batch_size=16,schedule=as declared",
            "batch_size=32,schedule=as declared",
            "batch_size=as declared,schedule=none",
            "batch_size=as declared,schedule=step");
  }

  @Test
  void rangesAreExactDecimals() throws IOException {
    String yaml =
        """
        study:
          axes:
            - {path: a.lr, range: {start: 0.1, end: 0.4, step: 0.1}}
          seeds: [5]
        """;
    assertThat(names(read(yaml, "study")))
        .containsExactly("lr=0.1,seed=5", "lr=0.2,seed=5", "lr=0.3,seed=5", "lr=0.4,seed=5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{s: {}} | sensitivity.yaml:1:5  s: expected either groupingVolatility, or axes or seeds",
        "{s: {seeds: 3, seed: 2}} | unknown key \"seed\"; allowed here: set, groupingVolatility, axes",
        "{s: {groupingVolatility: {start: 1, end: 0.5}}} | end: expected a number from start, 1.0",
        "{s: {axes: [{path: determinism.threads, values: [1]}]}} | determinism cannot be varied",
        "{s: {axes: [{name: a, variants: {b: {determinism.threads: 1}}}]}} | determinism cannot be varied",
        "{s: {seeds: 2, set: {environment.device: cpu}}} | environment cannot be changed",
        "{s: {axes: [{path: a..b, values: [1]}]}} | expected a path such as",
        "{s: {axes: [{path: a.b, values: [1, 1]}]}} | the value 1 stands there twice",
        "{s: {axes: [{path: a.b}]}} | expected either values or range",
        "{s: {axes: [{path: a.b, values: [1]}, {path: c.b, values: [1]}]}} | two axes have the name \"b\"",
        "{s: {axes: [{path: seed, values: [1]}]}} | an axis may not have the name \"seed\"",
        "{s: {design: paired, axes: [{path: a.b, values: [1]}, {path: a.c, values: [1, 2]}]}} | paired axes must have the same number of values",
        "{s: {seeds: 2, failOn: [treees > 1]}} | sensitivity.yaml:1:25  s.failOn[0]: failOn \"treees > 1\": there is no measure \"treees\"; did you mean \"trees\"?",
        "{s: {seeds: 0}} | seeds: expected a whole number from 1 to 10000",
      })
  void tellsMistakes(String yaml, String mistake) {
    assertThatThrownBy(() -> read(yaml, "s"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(mistake);
  }

  @Test
  void namesTheStudiesThatThereAre() {
    assertThatThrownBy(() -> read("{mine: {seeds: 2}}", "sedes"))
        .hasMessage(
            "There is no study \"sedes\"; there are: batch-size, gv, gv-layer-norm, mine, randomness, regimes, seeds; did you"
                + " mean \"seeds\"?. Studies of a project stand in sensitivity.yaml.");
  }

  @Test
  void rangeAndBudgetOfACommandLine() throws IOException {
    StudySpec study = StudyReader.read(project.resolve("none"), project, "gv", Map.of());
    StudySpec.Budget one = new StudySpec.Budget(OptionalInt.of(1), OptionalDouble.empty());
    StudySpec changed = study.with(OptionalDouble.of(0.7), OptionalDouble.empty(), one);
    assertThat(changed.volatility()).contains(new StudySpec.Volatility(0.7, 1.2));
    assertThat(changed.budget()).isEqualTo(one);
    assertThatThrownBy(() -> study.with(OptionalDouble.of(2), OptionalDouble.empty(), one))
        .hasMessageContaining("ends before it starts: from 2.0 to 1.2");
    StudySpec seeds = read("{s: {seeds: 2}}", "s");
    assertThatThrownBy(() -> seeds.with(OptionalDouble.of(2), OptionalDouble.empty(), one))
        .hasMessageContaining("are for studies of grouping volatility");
  }

  /** The studies of docs/results.md. */
  @Test
  void theStudiesOfTheDocumentationAreRead() {
    Path examples = Path.of("..", "docs", "examples");
    Path studies = examples.resolve("src/trunk/sensitivity.yaml");
    assertThat(names(StudyReader.read(studies, examples, "normalization", Map.of()))).hasSize(16);
    assertThat(names(StudyReader.read(studies, examples, "batch-sizes", Map.of()))).hasSize(18);
    assertThat(StudyReader.read(studies, examples, "volatility-cifar10", Map.of()).volatility())
        .isPresent();
  }
}
