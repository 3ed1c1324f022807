package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.ShellText;
import io.github.trunkrepro.runtime.sensitivity.StudyReader;
import io.github.trunkrepro.runtime.sensitivity.StudySpec;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a launcher asks of a study.
 *
 * @param studies file of the project's studies, which need not exist
 * @param name of the study
 * @param keys what the plugin's configuration says in the study's place, YAML by key
 * @param start in place of the first grouping volatility
 * @param end in place of the last one
 * @param variant name of the only variant to train
 * @param target file of a tree whose grouping volatility is looked for, instead of a study
 * @param budget what it says goes before the study's own
 * @param dryRun whether it is only said what would be trained
 * @param processes how many processes train phases, one each at a time; 0 to train them in this one
 * @param command that runs this goal, without the study
 */
public record StudyRequest(
    String studies,
    String name,
    Map<String, String> keys,
    OptionalDouble start,
    OptionalDouble end,
    Optional<String> variant,
    Optional<String> target,
    StudySpec.Budget budget,
    boolean dryRun,
    int processes,
    String command) {

  /** A request with a copy of the keys. */
  public StudyRequest {
    keys = Map.copyOf(keys);
  }

  /**
   * The study, with what the request changes in it.
   *
   * @throws io.github.trunkrepro.runtime.document.UserException of kind SETUP for every mistake in
   *     either
   */
  public StudySpec spec(String baseDirectory) {
    return StudyReader.read(Path.of(studies), Path.of(baseDirectory), name, keys)
        .with(start, end, budget);
  }

  /** The command that trains a unit alone. */
  String command(StudyUnit one) {
    String study = command + " -Dtrunk.study=" + name;
    if (one.groupingVolatility().isPresent()) {
      String value = one.settings().get("gv");
      return study + " -Dtrunk.start=" + value + " -Dtrunk.end=" + value;
    }
    return study + " " + ShellText.word("-Dtrunk.variant=" + one.name());
  }
}
