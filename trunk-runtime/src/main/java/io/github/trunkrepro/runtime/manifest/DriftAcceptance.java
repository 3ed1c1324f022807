package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.manifest.AcceptedDrift.Entry;
import io.github.trunkrepro.runtime.manifest.Finding.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the gate makes of a run, given the drift that is accepted: what is accepted passes. What is
 * expired, or accepts what is not there, fails as a finding of its own, so that no file keeps what
 * nobody needs.
 */
public final class DriftAcceptance {
  private final DriftReport report;
  private final List<Entry> entries;
  private final LocalDate today;

  private DriftAcceptance(DriftReport report, List<Entry> entries, LocalDate today) {
    this.report = report;
    this.entries = entries;
    this.today = today;
  }

  /**
   * Applies what is accepted; a pure function.
   *
   * @param platform key of the run's platform; entries of others are left alone
   */
  public static DriftReport apply(
      AcceptedDrift accepted, DriftReport report, String platform, LocalDate today) {
    return new DriftAcceptance(report, accepted.on(platform), today).apply();
  }

  private DriftReport apply() {
    List<Finding> findings = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    Optional<Entry> ofWeights = Optional.empty();
    for (Finding finding : report.findings()) {
      Optional<Entry> entry = entries.stream().filter(e -> lets(e, finding)).findFirst();
      entry.ifPresent(
          e ->
              reasons.add(
                  "Accepted until %s: %s. %s (%s)"
                      .formatted(e.expires(), e.difference(), e.reason(), e.author())));
      if (finding.what().equals(Drift.WEIGHTS)) {
        ofWeights = entry;
      }
      Optional<Entry> lets = finding.isOfPhase() ? ofWeights : entry;
      findings.add(lets.map(e -> finding.accepted(e.expires())).orElse(finding));
    }
    List<String> useless = new ArrayList<>();
    for (Entry entry : entries) {
      fault(entry)
          .ifPresent(
              why -> {
                useless.add(entry.difference());
                findings.add(useless(entry, why));
              });
    }
    return report.accepting(findings, reasons, useless);
  }

  private boolean lets(Entry entry, Finding finding) {
    return !entry.isExpired(today) && entry.accepts(finding);
  }

  private static Finding useless(Entry entry, String why) {
    return new Finding(
        Finding.ACCEPTED_DRIFT + entry.difference(),
        entry.now() + " until " + entry.expires(),
        why,
        "what is needed",
        Verdict.DRIFT,
        List.of());
  }

  /** Why an entry is of no use, if it is not. */
  private Optional<String> fault(Entry entry) {
    if (entry.isExpired(today)) {
      return Optional.of("expired");
    }
    if (report.findings().stream().anyMatch(entry::accepts)) {
      return Optional.empty();
    }
    boolean drifted =
        report.findings().stream()
            .anyMatch(f -> f.verdict() == Verdict.DRIFT && f.what().equals(entry.difference()));
    return Optional.of(drifted ? "another outcome" : "no longer needed");
  }
}
