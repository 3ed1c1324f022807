package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.document.JunitSuite;
import io.github.trunkrepro.runtime.document.JunitSuite.Case;
import io.github.trunkrepro.runtime.document.JunitSuite.Outcome;
import io.github.trunkrepro.runtime.manifest.DriftReport;
import io.github.trunkrepro.runtime.manifest.Finding;
import java.nio.file.Path;
import java.util.List;

/** The gate as JUnit's XML: each row of its table is a test. */
public final class GateJunit {
  private static final String SUITE = "trunk:train";

  private GateJunit() {}

  /** Writes what the gate found. */
  public static void write(DriftReport drift, Path file) {
    new JunitSuite(SUITE, drift.findings().stream().map(finding -> check(finding, drift)).toList())
        .write(file);
  }

  /** Writes that there was nothing to compare with. */
  public static void writeMissing(String message, Path file) {
    String first = message.lines().findFirst().orElse("");
    new JunitSuite(SUITE, List.of(new Case("baseline", Outcome.FAILED, first, message)))
        .write(file);
  }

  private static Case check(Finding finding, DriftReport drift) {
    String text =
        "baseline %s\nnow %s\nallowed %s\ngate: %s"
            .formatted(finding.baseline(), finding.now(), finding.allowed(), drift.gate());
    String what = finding.what().strip();
    return switch (finding.verdict()) {
      case OK -> new Case(what, Outcome.PASSED, "", "");
      case NOTE, ACCEPTED ->
          new Case(what, Outcome.SKIPPED, finding.now() + " " + finding.allowed(), "");
      case DRIFT ->
          new Case(
              what,
              Outcome.FAILED,
              "expected %s (%s), found %s"
                  .formatted(finding.baseline(), finding.allowed(), finding.now()),
              text);
    };
  }
}
