package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.engine.EngineSpec.DeviceChoice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code environment.json}: the report, and the facts that it was made of, for other tools. Its
 * JSON Schema is shipped beside this class.
 *
 * @param version of the format
 * @param passed whether the build may go on
 * @param weaknesses of the declaration, in words
 */
public record EnvironmentFile(
    String version,
    boolean passed,
    List<String> weaknesses,
    List<RuleResult> rules,
    Optional<MachineFacts> machine,
    Optional<EngineFacts> engine) {

  private static final String VERSION = "1";

  /** The file of a report. */
  public static EnvironmentFile of(EnvironmentReport report, Facts facts) {
    List<String> weaknesses =
        facts
            .declared()
            .device()
            .filter(device -> device.value() == DeviceChoice.AUTO)
            .map(device -> List.of("device is auto: another machine may give other bits"))
            .orElse(List.of());
    return new EnvironmentFile(
        VERSION, !report.failed(), weaknesses, report.results(), facts.machine(), facts.engine());
  }

  /** Makes ready to write; the first time in a JVM it takes a tenth of a second. */
  public static void prepare() {
    ReadableJson.prepare(EnvironmentFile.class);
  }

  /** Writes the file as a whole. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }
}
