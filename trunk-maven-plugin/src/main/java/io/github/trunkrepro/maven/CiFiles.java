package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.JsonLines;
import io.github.trunkrepro.runtime.document.Location;
import io.github.trunkrepro.runtime.document.Markdown;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.AcceptedDrift;
import io.github.trunkrepro.runtime.manifest.DriftReport;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.report.Annotation;
import io.github.trunkrepro.runtime.report.GateJunit;
import io.github.trunkrepro.runtime.report.RunPage;
import io.github.trunkrepro.runtime.report.RunSummary;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What people and CI servers are shown of a run: files beside its results and, on GitHub, the job's
 * summary and lines on the console.
 */
final class CiFiles {
  static final String SUMMARY = "summary.md";
  static final String JUNIT = "TEST-trunk-gate.xml";
  static final String CODE_QUALITY = "code-quality.json";
  static final String PAGE = "run.html";

  private final Path output;
  private final Path base;
  private final String project;
  private final Map<String, String> variables;
  private final PrintStream console;

  /**
   * The files of a run.
   *
   * @param base the project's base directory
   * @param project its name
   * @param variables of the caller's environment
   * @param console as it is: behind Maven's "[ERROR]" GitHub does not see annotations
   */
  CiFiles(
      Path output, Path base, String project, Map<String, String> variables, PrintStream console) {
    this.output = output;
    this.base = base.toAbsolutePath().normalize();
    this.project = project;
    this.variables = variables;
    this.console = console;
  }

  /**
   * Tells of a run that was compared with its baseline.
   *
   * @param fails whether drift fails the build
   */
  void compared(Manifest run, DriftReport drift, Path baseline, Path acceptedDrift, boolean fails)
      throws IOException {
    GateJunit.write(drift, output.resolve(JUNIT));
    RunPage.write(project, run, Optional.of(drift), output.resolve(PAGE));
    summarize(RunSummary.of(project, run, drift));
    byte[] content = Files.readAllBytes(baseline);
    annotate(
        Annotation.of(
            drift,
            fails ? Annotation.Level.ERROR : Annotation.Level.WARNING,
            finding ->
                finding
                    .acceptance()
                    .map(
                        difference ->
                            AcceptedDrift.locate(
                                acceptedDrift,
                                shown(acceptedDrift),
                                difference,
                                run.environment().platform()))
                    .orElseGet(
                        () ->
                            new Location(
                                shown(baseline), JsonLines.of(content, finding.declaredAt()), 1))));
  }

  /** Tells of a run without a baseline. */
  void missing(Manifest run, UserException missing, Path recipe) throws IOException {
    GateJunit.writeMissing(missing.getMessage(), output.resolve(JUNIT));
    RunPage.write(project, run, Optional.empty(), output.resolve(PAGE));
    summarize(RunSummary.ofUngated(project, run, missing.getMessage()));
    annotate(
        List.of(
            new Annotation(
                Annotation.Level.ERROR, shown(recipe), 1, "baseline", missing.getMessage())));
  }

  /** Takes away what an older run left. */
  void begin() throws IOException {
    if (!Files.isDirectory(output)) {
      return;
    }
    for (String name : List.of(SUMMARY, JUNIT, CODE_QUALITY, PAGE)) {
      Files.deleteIfExists(output.resolve(name));
    }
  }

  /** Tells of mistakes that a message lists by file and line; of nothing when it lists none. */
  void mistakes(String message) {
    List<Annotation> found = Annotation.ofMistakes(message, prefix());
    if (!found.isEmpty()) {
      annotate(found);
    }
  }

  private void summarize(Markdown summary) throws IOException {
    summary.write(output.resolve(SUMMARY));
    String job = variables.get("GITHUB_STEP_SUMMARY");
    if (job != null && !job.isBlank()) {
      Files.writeString(
          Path.of(job),
          summary.text() + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  private void annotate(List<Annotation> annotations) {
    Annotation.writeCodeQuality(annotations, output.resolve(CODE_QUALITY));
    if ("true".equals(variables.get("GITHUB_ACTIONS"))) {
      annotations.stream().map(Annotation::github).forEach(console::println);
    }
  }

  /** Folder of the checkout, to which both servers want files relative. */
  private Path root() {
    return Stream.of("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
        .map(variables::get)
        .filter(folder -> folder != null && !folder.isBlank())
        .map(folder -> Path.of(folder).toAbsolutePath().normalize())
        .filter(base::startsWith)
        .findFirst()
        .orElse(base);
  }

  private String prefix() {
    String prefix = root().relativize(base).toString().replace('\\', '/');
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  private String shown(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(root())
        ? root().relativize(absolute).toString().replace('\\', '/')
        : absolute.toString();
  }
}
