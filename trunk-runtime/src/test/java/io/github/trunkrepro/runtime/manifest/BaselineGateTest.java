package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Finding.Verdict;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineGateTest {
  private final Runs now = new Runs();

  private static Baseline baseline(String... gates) {
    return accept(Optional.empty(), new Runs(), Optional.of(BaselineGate.parse(List.of(gates))));
  }

  private static Baseline accept(
      Optional<Baseline> present, Runs runs, Optional<Map<GateKind, BigDecimal>> gates) {
    return Baseline.accept(
            present,
            runs.run(),
            new Baseline.Wishes(Optional.empty(), BigDecimal.ONE, Optional.empty(), gates))
        .baseline();
  }

  private Finding last(Baseline baseline) {
    List<Finding> findings = Drift.compare(baseline, now.run()).findings();
    return findings.get(findings.size() - 1);
  }

  @Test
  void theClassThatChangedMostIsNamed() {
    now.platform = "elsewhere";
    now.correct = 820;
    Baseline baseline = baseline("class-accuracy=0.05");
    assertThat(last(baseline))
        .isEqualTo(
            new Finding(
                "class accuracy",
                "0 0.9800",
                "0 0.8800",
                "+/- 0.05 each",
                Verdict.DRIFT,
                List.of("gates")));
    now.correct = 840;
    assertThat(last(baseline).verdict()).isEqualTo(Verdict.OK);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.41234, OK", "0.1, 0.41235, DRIFT", "0.1, 0.21233, DRIFT", "0.22, 0.1, OK"})
  void likelihoodsMayChangeSoFar(String allowed, double zeroAndO, Verdict verdict) {
    now.zeroAndO = zeroAndO;
    assertThat(last(baseline("likelihoods=" + allowed)).verdict()).isEqualTo(verdict);
  }

  @Test
  void aPairThatIsNotKeptCountsAsJustBelowHalfTheThreshold() {
    Baseline baseline = baseline("likelihoods=0.1");
    now.zeroAndO = Double.NaN;
    assertThat(last(baseline))
        .isEqualTo(
            new Finding(
                "likelihoods",
                "root: 0 O 0.3123",
                "root: 0 O too low to be kept",
                "+/- 0.1 each",
                Verdict.DRIFT,
                List.of("gates")));
  }

  @Test
  void nodeAccuraciesAreThoseOfTheEpochThatWasKept() {
    Baseline baseline = baseline("node-accuracy=0.01");
    assertThat(last(baseline).baseline()).isEqualTo("root 0.8000");
    assertThat(last(baseline).verdict()).isEqualTo(Verdict.OK);
    now.validationCorrect = 31;
    assertThat(last(baseline).now()).isEqualTo("root 0.8250");
    assertThat(last(baseline).verdict()).isEqualTo(Verdict.DRIFT);
  }

  @Test
  void sizesMayChangeByAShare() {
    Baseline baseline = baseline("parameters=0.1", "macs=0");
    assertThat(last(baseline).allowed()).isEqualTo("+/- 0 % each");
    assertThat(last(baseline).verdict()).isEqualTo(Verdict.OK);
    now.parameters = 1100;
    assertThat(Drift.compare(baseline, now.run()).failed()).isTrue(); // another identity
    now.platform = "elsewhere";
    assertThat(Drift.compare(baseline, now.run()).failed()).isFalse();
    now.parameters = 1101;
    assertThat(Drift.compare(baseline, now.run()).findings())
        .filteredOn(finding -> finding.verdict() == Verdict.DRIFT)
        .extracting(Finding::what, Finding::now)
        .containsExactly(tuple("parameters", "root 1101"));
  }

  @Test
  void aNodeThatIsNotThereDrifts() {
    now.platform = "elsewhere";
    now.tree = ClassTree.flat(Runs.NAMES);
    assertThat(last(baseline("parameters=100")).verdict()).isEqualTo(Verdict.DRIFT);
    assertThat(last(baseline("parameters=100")).now()).endsWith("not there");
  }

  @Test
  void trainingTimeIsHeldOnItsPlatformAloneAndOnlyWhenItWasMeasured() {
    now.timed = true;
    Baseline baseline =
        accept(
            Optional.empty(), now, Optional.of(BaselineGate.parse(List.of("training-time=0.5"))));
    now.seconds = 1.9;
    assertThat(last(baseline))
        .isEqualTo(
            new Finding(
                "training time",
                "all phases 5.0",
                "all phases 7.6",
                "+ 50 % each",
                Verdict.DRIFT,
                List.of("gates")));
    now.seconds = 0.1;
    assertThat(last(baseline).verdict()).as("faster").isEqualTo(Verdict.OK);
    now.timed = false;
    assertThat(last(baseline).verdict()).as("from the cache").isEqualTo(Verdict.NOTE);
    now.timed = true;
    now.seconds = 100;
    now.platform = "elsewhere";
    assertThat(last(baseline).verdict()).as("another platform").isEqualTo(Verdict.NOTE);
    assertThatThrownBy(() -> baseline("training-time=0.5"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("training-time", "cache");
  }

  @Test
  void onlyALongerLatencyOnTheSamePlatformDrifts() {
    now.latency = Optional.of(2.0);
    Baseline baseline =
        accept(Optional.empty(), now, Optional.of(BaselineGate.parse(List.of("latency=0.25"))));
    assertThat(baseline.has(GateKind.LATENCY)).isTrue();
    assertThat(baseline.has(GateKind.MACS)).isFalse();
    now.latency = Optional.of(2.6);
    assertThat(last(baseline))
        .isEqualTo(
            new Finding(
                "latency",
                "one image 2.00",
                "one image 2.60",
                "+ 25 % each",
                Verdict.DRIFT,
                List.of("gates")));
    now.latency = Optional.of(2.4);
    assertThat(last(baseline).verdict()).isEqualTo(Verdict.OK);
    now.latency = Optional.of(0.5);
    assertThat(last(baseline).verdict()).as("faster").isEqualTo(Verdict.OK);
    now.latency = Optional.empty();
    assertThat(last(baseline).verdict()).as("not measured").isEqualTo(Verdict.NOTE);
    now.latency = Optional.of(9.0);
    now.platform = "elsewhere";
    assertThat(last(baseline).verdict()).as("another platform").isEqualTo(Verdict.NOTE);
    assertThatThrownBy(() -> baseline("latency=0.25"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("-Dtrunk.measureLatency");
  }

  @Test
  void everyPlatformIsHeldToItsOwnValues() {
    Runs other = new Runs();
    other.platform = "other";
    other.correct = 800;
    Baseline both = accept(Optional.of(baseline("class-accuracy=0.01")), other, Optional.empty());
    now.platform = "other";
    now.correct = 800;
    assertThat(Drift.compare(both, now.run()).failed()).isFalse();
    now.platform = "elsewhere";
    assertThat(last(both).verdict()).isEqualTo(Verdict.DRIFT);
    now.correct = 845;
    assertThat(last(both).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void gatesAreKeptReplacedAndRemoved(@TempDir Path folder) throws Exception {
    Baseline gated = baseline("class-accuracy=0.05");
    gated.write(folder.resolve("baseline.json"));
    assertThat(Baseline.read(folder.resolve("baseline.json"))).isEqualTo(gated);
    assertThat(Files.readString(folder.resolve("baseline.json")))
        .contains("\"gate\": \"class-accuracy\"");
    assertThat(accept(Optional.of(gated), now, Optional.empty())).isEqualTo(gated);
    assertThat(accept(Optional.of(gated), now, Optional.of(Map.of())).gates()).isEmpty();
    now.recipe = "other";
    now.platform = "elsewhere";
    BaselineGate moved =
        accept(Optional.of(gated), now, Optional.empty()).gates().orElseThrow().get(0);
    assertThat(moved.allowed()).isEqualTo(new BigDecimal("0.05"));
    assertThat(moved.accepted()).containsOnlyKeys("elsewhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class-acuracy=1 | class-accuracy",
        "class-accuracy | GATE=NUMBER",
        "macs=-1 | 0 or more",
        "macs=x | 0 or more",
        "macs=1=2 | 0 or more"
      })
  void mistakesAreNamed(String setting, String expected) {
    assertThatThrownBy(() -> BaselineGate.parse(List.of(setting)))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("trunk.gates", setting, expected);
    assertThatThrownBy(() -> BaselineGate.parse(List.of("macs=1", "macs=2")))
        .hasMessageContaining("twice");
    assertThat(BaselineGate.parse(List.of("none"))).isEmpty();
  }
}
