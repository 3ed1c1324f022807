package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Location;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.manifest.DriftReport;
import io.github.trunkrepro.runtime.manifest.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something to be said beside a line of a file, as code reviews on GitHub and GitLab show it.
 *
 * @param file relative to the repository's root, with slashes
 * @param line from 1
 * @param title what was checked
 */
public record Annotation(Level level, String file, int line, String title, String text) {
  private static final Pattern MISTAKE =
      Pattern.compile("(?m)^\\s*(\\S.*?):(\\d+):(\\d+):?\\s+(\\S.*)$");

  /** How bad it is. */
  public enum Level {
    ERROR("major"),
    WARNING("minor"),
    NOTICE("info");

    private final String severity;

    Level(String severity) {
      this.severity = severity;
    }
  }

  /**
   * What the gate found, beside the lines that declare what should be.
   *
   * @param failed level of what drifted
   * @param places where each finding is declared, in files as they are shown
   */
  public static List<Annotation> of(
      DriftReport drift, Level failed, Function<Finding, Location> places) {
    List<Annotation> annotations = new ArrayList<>();
    for (Finding finding : drift.findings()) {
      if (finding.verdict() != Finding.Verdict.OK) {
        Location place = places.apply(finding);
        annotations.add(
            new Annotation(
                finding.verdict() == Finding.Verdict.DRIFT ? failed : Level.NOTICE,
                place.file(),
                place.line(),
                finding.what().strip(),
                "baseline %s, now %s, allowed %s"
                    .formatted(finding.baseline(), finding.now(), finding.allowed())));
      }
    }
    return annotations;
  }

  /**
   * The mistakes that a message lists by file, line and column, as those of a recipe are.
   *
   * @param root what files are prefixed with to be relative to the repository; empty or ending in a
   *     slash
   */
  public static List<Annotation> ofMistakes(String message, String root) {
    List<Annotation> annotations = new ArrayList<>();
    Matcher mistakes = MISTAKE.matcher(message);
    while (mistakes.find()) {
      annotations.add(
          new Annotation(
              Level.ERROR,
              root + mistakes.group(1),
              Integer.parseInt(mistakes.group(2)),
              "mistake",
              mistakes.group(4)));
    }
    return annotations;
  }

  /** The line that makes GitHub Actions show the annotation, when a step prints it. */
  public String github() {
    return "::%s file=%s,line=%d,title=%s::%s"
        .formatted(
            level.name().toLowerCase(Locale.ROOT),
            property(file),
            line,
            property("trunk: " + title),
            data(text));
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  /** Writes GitLab's code quality report, whole or not at all. */
  public static void writeCodeQuality(List<Annotation> annotations, Path file) {
    AtomicFiles.write(
        file,
        ReadableJson.write(annotations.stream().map(Annotation::gitlab).toList())
            .getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, Object> gitlab() {
    // Not of the line, which may move while the finding stays the same.
    String fingerprint =
        Digests.sha256((file + '\n' + title + '\n' + text).getBytes(StandardCharsets.UTF_8));
    return Map.of(
        "check_name",
        "trunk: " + title,
        "description",
        title + ": " + text,
        "fingerprint",
        fingerprint,
        "severity",
        level.severity,
        "location",
        Map.of("path", file, "lines", Map.of("begin", line)));
  }
}
