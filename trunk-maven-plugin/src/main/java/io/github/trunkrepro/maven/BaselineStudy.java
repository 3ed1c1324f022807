package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.fork.StudyRequest;
import io.github.trunkrepro.runtime.manifest.Spread;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeEdit;
import io.github.trunkrepro.runtime.sensitivity.StudyReport;
import io.github.trunkrepro.runtime.sensitivity.StudySpec;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeDifference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A study that a baseline's spread comes from, with its files in a folder of its own below a run's
 * results.
 *
 * @param folder of the study; its name is the study's
 * @param edits of the recipe, for all variants
 */
record BaselineStudy(Path folder, List<RecipeEdit> edits, List<Long> seeds) {
  private static final String SEED = "seed";

  /** The recipe as it is: under its own seed, which comes first, and under those that follow it. */
  static BaselineStudy overSeeds(Path output, long seed, int runs) {
    return new BaselineStudy(
        output.resolve("baseline-seeds"),
        List.of(),
        LongStream.range(0, runs).mapToObj(i -> seed + i).toList());
  }

  /** The recipe under each setting that its tier leaves open; none where bits must be the same. */
  static List<BaselineStudy> overSettings(Path output, Recipe recipe) {
    DeterminismSpec declared = recipe.determinism();
    if (declared.tier() == DeterminismSpec.Tier.BITWISE) {
      return List.of();
    }
    DeterminismSpec.Instructions other =
        declared.instructions() == DeterminismSpec.Instructions.NATIVE
            ? DeterminismSpec.Instructions.PORTABLE
            : DeterminismSpec.Instructions.NATIVE;
    return Stream.of(
            Map.entry("threads", declared.threads() == 1 ? "2" : "1"),
            Map.entry("instructions", other.name().toLowerCase(Locale.ROOT)))
        .map(
            setting ->
                new BaselineStudy(
                    output.resolve("baseline-" + setting.getKey()),
                    List.of(
                        new RecipeEdit(
                            "determinism." + setting.getKey(),
                            setting.getValue(),
                            "trunk.baseline.runs")),
                    List.of(recipe.seed())))
        .toList();
  }

  /** The study as a file of studies. */
  Path file() {
    return folder.resolve("study.yaml");
  }

  private String name() {
    return folder.getFileName().toString();
  }

  /** Writes the study, and gives the request for it. */
  StudyRequest request() {
    StringBuilder yaml = new StringBuilder(name()).append(":\n");
    if (!edits.isEmpty()) {
      yaml.append("  set:\n");
      edits.forEach(
          edit ->
              yaml.append("    ")
                  .append(edit.path())
                  .append(": ")
                  .append(edit.value())
                  .append('\n'));
    }
    yaml.append("  seeds: ").append(seeds).append('\n');
    AtomicFiles.write(file(), yaml.toString().getBytes(StandardCharsets.UTF_8));
    return new StudyRequest(
        file().toString(),
        name(),
        Map.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        new StudySpec.Budget(OptionalInt.empty(), OptionalDouble.empty()),
        false,
        0,
        "mvn trunk:sensitivity -Dtrunk.studies=" + file());
  }

  private StudyReport report() {
    return StudyReport.read(folder.resolve("sensitivity.json"));
  }

  /**
   * What the studies found, once they are done.
   *
   * @param accepted tree of the run that is accepted
   */
  static Spread spread(BaselineStudy seeds, List<BaselineStudy> settings, ClassTree accepted) {
    StudyReport report = seeds.report();
    return new Spread(
        report.platform(),
        report.variants().stream()
            .map(
                variant ->
                    new Spread.SeedRun(
                        Long.parseLong(variant.settings().get(SEED)),
                        variant.measures().orElseThrow().test()))
            .toList(),
        Optional.of(settings.stream().map(study -> study.variation(accepted)).toList()));
  }

  private Spread.Variation variation(ClassTree accepted) {
    StudyReport report = report();
    RecipeEdit edit = edits.get(0);
    return new Spread.Variation(
        edit.path().substring(edit.path().indexOf('.') + 1) + " " + edit.value(),
        report.platform(),
        report.variants().get(0).measures().orElseThrow().test(),
        TreeDifference.between(accepted, report.trees().get(0).tree()).isEmpty());
  }
}
