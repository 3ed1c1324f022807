package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.trunkrepro.runtime.manifest.Finding.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftAcceptanceTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);
  private static final String PLATFORM = new Runs().run().environment().platform();

  private final Baseline baseline = Baseline.from(new Runs().run(), new BigDecimal("0.02"));
  private final Runs now = new Runs();
  @TempDir Path folder;

  private DriftReport compare() {
    return Drift.compare(baseline, now.run());
  }

  private AcceptedDrift.Entry entry(String difference, String platform, LocalDate expires) {
    Finding finding =
        compare().findings().stream()
            .filter(f -> f.what().equals(difference))
            .findFirst()
            .orElseThrow();
    return new AcceptedDrift.Entry(
        difference,
        platform,
        finding.baseline(),
        finding.now(),
        finding.exactly(),
        "a new libtorch: \"2.8\"",
        "Ada <ada@example.com>",
        expires);
  }

  private AcceptedDrift accepting(String... differences) {
    AcceptedDrift accepted = AcceptedDrift.NONE;
    for (String difference : differences) {
      accepted = accepted.with(entry(difference, PLATFORM, TODAY));
    }
    return accepted;
  }

  private DriftReport gate(AcceptedDrift accepted) {
    return DriftAcceptance.apply(accepted, compare(), PLATFORM, TODAY);
  }

  @Test
  void whatIsAcceptedPassesAndIsSaid() {
    now.bits = "other";
    DriftReport report = gate(accepting("weights", "identity of the run"));
    assertThat(report.failed()).isFalse();
    assertThat(report.headline()).isEqualTo("as the baseline, but for accepted drift");
    assertThat(report.findings())
        .filteredOn(f -> f.isOfPhase() || f.what().equals("weights"))
        .hasSizeGreaterThan(1)
        .allMatch(f -> f.verdict() == Verdict.ACCEPTED)
        .allMatch(f -> f.allowed().equals("accepted until 2026-11-27"));
    assertThat(report.render())
        .startsWith("The run is as the baseline, but for accepted drift.")
        .contains(
            "Accepted until 2026-11-27: weights. a new libtorch: \"2.8\" (Ada <ada@example.com>)");
  }

  @Test
  void whatIsNotAcceptedStillFails() {
    now.bits = "other";
    DriftReport report = gate(accepting("weights"));
    assertThat(report.findings())
        .filteredOn(f -> f.verdict() == Verdict.DRIFT)
        .extracting(Finding::what)
        .containsExactly("identity of the run");
    assertThat(report.useless()).isEmpty();
  }

  @Test
  void otherBitsThanTheAcceptedOnesFail() {
    now.bits = "other";
    AcceptedDrift accepted = accepting("weights", "identity of the run");
    now.bits = "another";
    DriftReport report = gate(accepted);
    assertThat(report.failed()).isTrue();
    assertThat(report.useless()).containsExactly("identity of the run", "weights");
    assertThat(report.render())
        .contains("another outcome")
        .contains(
            "To remove what is accepted without need: mvn trunk:accept-drift -Dtrunk.remove=\"identity of the run,weights\"")
        .contains("To accept this run as the baseline: mvn trunk:baseline");
  }

  @Test
  void whatIsExpiredFailsWithTheCommandThatRemovesIt() {
    now.bits = "other";
    AcceptedDrift accepted =
        accepting("identity of the run").with(entry("weights", PLATFORM, TODAY.minusDays(1)));
    DriftReport report = gate(accepted);
    assertThat(report.findings())
        .filteredOn(f -> f.verdict() == Verdict.DRIFT && !f.isOfPhase())
        .extracting(Finding::what, Finding::now)
        .containsExactly(tuple("weights", "4 differ"), tuple("accepted drift: weights", "expired"));
    assertThat(report.render()).contains("-Dtrunk.remove=\"weights\"");
  }

  @Test
  void whatIsNoLongerNeededFails() {
    now.bits = "other";
    AcceptedDrift accepted = accepting("weights");
    now.bits = new Runs().bits;
    DriftReport report = gate(accepted);
    assertThat(report.failed()).isTrue();
    assertThat(report.findings())
        .filteredOn(f -> f.verdict() == Verdict.DRIFT)
        .extracting(Finding::now)
        .containsExactly("no longer needed");
    assertThat(report.remedies())
        .extracting(DriftReport.Remedy::command)
        .containsExactly("mvn trunk:accept-drift -Dtrunk.remove=\"weights\"");
  }

  @Test
  void anotherPlatformIsLeftAlone() {
    now.bits = "other";
    AcceptedDrift accepted =
        AcceptedDrift.NONE.with(entry("weights", "cuda-linux-x86_64", TODAY.minusDays(1)));
    assertThat(gate(accepted)).isEqualTo(compare());
    assertThat(accepted.without("weights", PLATFORM)).isEqualTo(accepted);
    assertThat(accepted.without("weights", "cuda-linux-x86_64")).isEqualTo(AcceptedDrift.NONE);
  }

  @Test
  void aTreeOfTheSameShapeIsNotTheAcceptedOne() {
    Finding one = new Finding("tree", "a", "b", "c", Verdict.DRIFT, List.of(), "one");
    Finding other = new Finding("tree", "a", "b", "c", Verdict.DRIFT, List.of(), "other");
    AcceptedDrift.Entry entry =
        new AcceptedDrift.Entry("tree", PLATFORM, "a", "b", "one", "why", "who", TODAY);
    assertThat(entry.accepts(one)).isTrue();
    assertThat(entry.accepts(other)).isFalse();
  }

  @Test
  void theFileIsReadAsItWasWritten() throws IOException {
    now.bits = "other";
    Path file = folder.resolve("accepted-drift.yaml");
    AcceptedDrift accepted = accepting("weights", "identity of the run");
    accepted.write(file);
    assertThat(AcceptedDrift.read(file, "accepted-drift.yaml")).isEqualTo(accepted);
    assertThat(file)
        .content()
        .contains("  - difference: \"identity of the run\"\n    platform: ")
        .contains("    reason: \"a new libtorch: \\\"2.8\\\"\"\n");
    AcceptedDrift.NONE.write(file);
    assertThat(file).doesNotExist();
    assertThat(AcceptedDrift.read(file, "accepted-drift.yaml")).isEqualTo(AcceptedDrift.NONE);
  }

  @Test
  void mistakesInTheFileAreToldWithTheirPlaces() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("accepted-drift.yaml"),
            """
            version: "1"
            accepted:
              - difference: weights
                platform: cpu
                baseline: a
                now: b
                exactly: c
                reson: d
                author: e
                expires: 2026-02-30
            """);
    assertThatThrownBy(() -> AcceptedDrift.read(file, "src/trunk/accepted-drift.yaml"))
        .hasMessageContaining("src/trunk/accepted-drift.yaml:8:")
        .hasMessageContaining("reason")
        .hasMessageContaining("src/trunk/accepted-drift.yaml:10:")
        .hasMessageContaining("expected a day such as 2027-12-31, found 2026-02-30");
  }
}
