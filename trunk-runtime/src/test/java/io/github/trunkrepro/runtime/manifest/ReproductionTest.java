package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.manifest.Reproduction.Verdict;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
  private final Manifest original = new Runs().run();
  private final Optional<Baseline> baseline =
      Optional.of(Baseline.from(original, new BigDecimal("0.02")));
  private final Runs again = new Runs();

  private Verdict verdict(Optional<Baseline> allowed) {
    return reproduction(allowed).verdict();
  }

  private Reproduction reproduction(Optional<Baseline> allowed) {
    return Reproduction.of(PublishedManifest.of(original), allowed, again.run());
  }

  @Test
  void equalBitsNeedNoBaselineAndNoPlatform() {
    again.platform = "cpu-osx-aarch64";
    assertThat(verdict(Optional.empty())).isEqualTo(Verdict.BITWISE_EQUAL);
  }

  @Test
  void otherBitsAreAllowedOnAnotherPlatformAlone() {
    again.bits = "other";
    assertThat(verdict(baseline)).isEqualTo(Verdict.DIFFERENT);
    again.platform = "cpu-osx-aarch64";
    assertThat(verdict(baseline)).isEqualTo(Verdict.WITHIN_TOLERANCE);
  }

  @Test
  void theToleranceIsThatOfTheBaseline() {
    again.platform = "cpu-osx-aarch64";
    again.correct = 830;
    assertThat(verdict(baseline)).isEqualTo(Verdict.WITHIN_TOLERANCE);
    again.correct = 820;
    assertThat(verdict(baseline)).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void withoutABaselineNothingIsAllowed() {
    again.bits = "other";
    again.platform = "cpu-osx-aarch64";
    assertThat(verdict(Optional.empty())).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void theFileSaysWhatWasCompared(@TempDir Path folder) {
    again.correct = 830;
    Reproduction reproduction = reproduction(baseline);
    reproduction.write(folder.resolve("reproduction.json"));
    JsonNode json = Json.read(folder.resolve("reproduction.json"), JsonNode.class);
    assertThat(json.path("verdict").asText()).isEqualTo("different");
    assertThat(json.path("original").asText()).isEqualTo(original.identity());
    assertThat(json.path("identity").asText()).isEqualTo(again.run().identity());
    assertThat(json.path("accuracy").path("correct").asInt()).isEqualTo(830);
    assertThat(json.path("platform").asText()).isEqualTo(Runs.LINUX);
  }
}
