package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.document.JunitSuite;
import io.github.trunkrepro.runtime.document.JunitSuite.Case;
import io.github.trunkrepro.runtime.document.JunitSuite.Outcome;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A report as JUnit's XML, so that CI servers show each rule as a test. */
public final class EnvironmentJunit {
  private static final String SUITE = "trunk:verify-env";

  private EnvironmentJunit() {}

  /** Writes the file as a whole. */
  public static void write(EnvironmentReport report, Path file) {
    new JunitSuite(SUITE, report.results().stream().map(EnvironmentJunit::check).toList())
        .write(file);
  }

  private static Case check(RuleResult result) {
    if (result.failsBuild()) {
      String message = result.violations().get(0).found();
      return new Case(result.rule(), Outcome.FAILED, message, text(result));
    }
    return switch (result.status()) {
      case PASSED -> new Case(result.rule(), Outcome.PASSED, "", "");
      case FAILED -> new Case(result.rule(), Outcome.PASSED, "", "warning\n" + text(result));
      case NOT_RUN, NOT_DECLARED, OFF ->
          new Case(result.rule(), Outcome.SKIPPED, result.status() + " " + result.note(), "");
    };
  }

  private static String text(RuleResult result) {
    return result.violations().stream()
        .map(
            v ->
                "expected "
                    + v.expected()
                    + "\nfound "
                    + v.found()
                    + "\ndeclared "
                    + v.where()
                    + "\nto mend "
                    + v.mend())
        .collect(Collectors.joining("\n\n"));
  }
}
