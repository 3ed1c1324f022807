package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.StudyRequest;
import io.github.trunkrepro.runtime.manifest.Spread;
import io.github.trunkrepro.runtime.sensitivity.StudyReport;
import io.github.trunkrepro.runtime.sensitivity.StudySpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/** The study that a baseline's spread comes from: the recipe under several seeds. */
final class SeedStudy {
  private static final String NAME = "baseline-seeds";
  private static final String SEED = "seed";

  private final Path folder;

  /** The study with its files in a folder of its own below a run's results. */
  SeedStudy(Path output) {
    this.folder = output.resolve(NAME);
  }

  Path folder() {
    return folder;
  }

  /** The study as a file of studies. */
  Path file() {
    return folder.resolve("study.yaml");
  }

  /**
   * Writes the study, and gives the request for it.
   *
   * @param seed of the recipe, which comes first; the others follow it
   * @param command that runs a study of the project
   */
  StudyRequest request(long seed, int runs, String command) {
    List<Long> seeds = LongStream.range(0, runs).mapToObj(i -> seed + i).toList();
    AtomicFiles.write(
        file(), "%s: {seeds: %s}%n".formatted(NAME, seeds).getBytes(StandardCharsets.UTF_8));
    return new StudyRequest(
        file().toString(),
        NAME,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        new StudySpec.Budget(OptionalInt.empty(), OptionalDouble.empty()),
        false,
        0,
        command,
        Optional.empty());
  }

  /** The run that is to be accepted is not of the recipe that would be trained. */
  static UserException otherRecipe(Path output, Path recipe) {
    return new UserException(
        UserException.Kind.SETUP,
        "The run in %s is of another recipe than %s is now. Train first: mvn trunk:train"
            .formatted(output, recipe));
  }

  /** What the study found. */
  Spread spread() {
    StudyReport report = StudyReport.read(folder.resolve("sensitivity.json"));
    return new Spread(
        report.platform(),
        report.variants().stream()
            .map(
                variant ->
                    new Spread.SeedRun(
                        Long.parseLong(variant.settings().get(SEED)),
                        variant.measures().orElseThrow().test()))
            .toList());
  }
}
