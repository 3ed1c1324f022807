package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.environment.EnvironmentSpec.Level;
import io.github.trunkrepro.runtime.environment.RuleResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for a terminal. */
public final class EnvironmentText {
  private static final String GREEN = "32";
  private static final String RED = "31";
  private static final String YELLOW = "33";
  private static final String GREY = "90";

  private final EnvironmentReport report;
  private final boolean color;

  /**
   * A text.
   *
   * @param color whether the terminal shows ANSI colours
   */
  public EnvironmentText(EnvironmentReport report, boolean color) {
    this.report = report;
    this.color = color;
  }

  /** A line for each rule: mark, name, what was found. */
  public List<String> table() {
    int width =
        report.results().stream().mapToInt(result -> result.rule().length()).max().orElse(0);
    return report.results().stream()
        .map(
            result ->
                mark(result) + " " + padded(result.rule(), width) + "  " + note(result).strip())
        .map(String::stripTrailing)
        .toList();
  }

  /** All violations of a level, each with its five facts. */
  public List<String> violations(Level level) {
    List<String> lines = new ArrayList<>();
    for (RuleResult result : report.results()) {
      if (result.level() != level) {
        continue;
      }
      for (Violation violation : result.violations()) {
        lines.add(result.rule());
        lines.add("  expected  " + violation.expected());
        lines.add("  found     " + violation.found());
        lines.add("  declared  " + violation.where());
        lines.add("  to mend   " + violation.mend());
      }
    }
    return lines;
  }

  /** How many violations there are, in one line. */
  public String summary() {
    int errors = report.violations(Level.ERROR);
    int warnings = report.violations(Level.WARN);
    long passed = report.results().stream().filter(r -> r.status() == Status.PASSED).count();
    return String.format(
        Locale.ROOT,
        "%d of %d rules passed, %s, %s",
        passed,
        report.results().size(),
        count(errors, "violation"),
        count(warnings, "warning"));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private String mark(RuleResult result) {
    return switch (result.status()) {
      case PASSED -> colored("\u2713", GREEN);
      case FAILED -> colored("\u2717", result.failsBuild() ? RED : YELLOW);
      case NOT_RUN, NOT_DECLARED, OFF -> colored("-", GREY);
    };
  }

  private static String note(RuleResult result) {
    return switch (result.status()) {
      case PASSED -> result.note();
      case FAILED ->
          (result.failsBuild() ? "" : "warning: ") + count(result.violations().size(), "violation");
      case NOT_RUN -> "not run: " + result.note();
      case NOT_DECLARED -> "not declared" + (result.note().isEmpty() ? "" : ": " + result.note());
      case OFF -> "off";
    };
  }

  private String colored(String text, String code) {
    return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
