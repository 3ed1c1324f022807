package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.document.Markdown;
import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.manifest.DriftReport;
import io.github.trunkrepro.runtime.manifest.Evaluation.ClassAccuracy;
import io.github.trunkrepro.runtime.manifest.Finding;
import io.github.trunkrepro.runtime.manifest.Interval;
import io.github.trunkrepro.runtime.manifest.Manifest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A run and its gate in Markdown, as CI servers show it as a job's summary. */
public final class RunSummary {
  private static final int COLUMNS = 90;
  private static final int CLASSES = 10;
  private static final int DIGEST_DIGITS = 12;

  private RunSummary() {}

  /** A run that was compared with its baseline. */
  public static Markdown of(String project, Manifest run, DriftReport drift) {
    Markdown document =
        new Markdown()
            .heading(2, title(project, drift.headline()))
            .paragraph("Gate: " + drift.gate() + ".")
            .table(
                List.of("What", "Baseline", "Now", "Allowed", "Verdict"),
                drift.findings().stream().map(RunSummary::row).toList());
    drift.causes().forEach(document::paragraph);
    result(run, document);
    if (drift.failed()) {
      drift
          .remedies()
          .forEach(remedy -> document.block(remedy.purpose() + ": `" + remedy.command() + "`"));
    }
    return document;
  }

  /** A run without a baseline. */
  public static Markdown ofUngated(String project, Manifest run, String why) {
    Markdown document =
        new Markdown().heading(2, title(project, "no baseline to compare with")).paragraph(why);
    result(run, document);
    return document;
  }

  private static String title(String project, String verdict) {
    return "trunk:train " + project + ": " + verdict;
  }

  private static List<String> row(Finding finding) {
    return List.of(
        finding.what().strip(),
        finding.baseline(),
        finding.now(),
        finding.allowed(),
        finding.verdict().shown());
  }

  private static void result(Manifest run, Markdown document) {
    Accuracy accuracy = run.reproducible().test().accuracy();
    document
        .heading(3, "Result")
        .list(
            List.of(
                "test accuracy %s, 95 %% interval %s"
                    .formatted(accuracy.text(4), Interval.of(accuracy).text(4)),
                "run " + run.identity().substring(0, DIGEST_DIGITS),
                "platform " + run.environment().platform(),
                "bits: "
                    + run.environment().bits().measured().name().toLowerCase(Locale.ROOT)
                    + " ("
                    + run.environment().bits().how()
                    + ")",
                "commit "
                    + run.provenance().commit().orElse("none")
                    + (run.provenance().dirtyFiles().isEmpty()
                        ? ""
                        : ", " + run.provenance().dirtyFiles().size() + " files differ from it")))
        .fenced("text", run.reproducible().tree().render(COLUMNS));
    List<ClassAccuracy> worst =
        run.reproducible().test().perClass().stream()
            .sorted(Comparator.comparing((ClassAccuracy one) -> one.accuracy().value()))
            .limit(CLASSES)
            .toList();
    document.table(
        List.of("Classes with the lowest test accuracy", "Accuracy"),
        worst.stream().map(one -> List.of(one.name(), one.accuracy().text(4))).toList());
  }
}
