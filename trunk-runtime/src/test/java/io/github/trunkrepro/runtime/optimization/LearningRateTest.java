package io.github.trunkrepro.runtime.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.Golden;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearningRateTest {
  private static final JsonNode SCHEDULES = Golden.read("optimization.json").get("schedules");

  static Stream<Named<JsonNode>> cases() {
    return Golden.cases(SCHEDULES.get("cases"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isThatOfPyTorchInEveryEpoch(JsonNode golden) {
    double base = SCHEDULES.get("base").doubleValue();
    LearningRate rate = LearningRate.of(spec(golden), base);
    for (double expected : Golden.doubles(golden.get("rates"))) {
      // Only the cosine's last digit may differ between mathematics libraries.
      assertThat(rate.next()).isCloseTo(expected, within(1e-14 * base));
    }
  }

  @Test
  void isTheBaseInEveryEpochWithoutASchedule() {
    LearningRate rate = LearningRate.of(new LrSchedulerSpec.Constant(), 0.1);
    assertThat(Stream.generate(rate::next).limit(5)).containsOnly(0.1);
  }

  @Test
  void decaysOnceForEachTimeThatAMilestoneIsGiven() {
    LearningRate rate =
        LearningRate.of(new LrSchedulerSpec.MultiStepLr(List.of(1, 1, 2), 0.5), 1.0);
    assertThat(Stream.generate(rate::next).limit(3)).containsExactly(1.0, 0.25, 0.125);
  }

  private static LrSchedulerSpec spec(JsonNode golden) {
    return switch (golden.get("name").textValue()) {
      case "StepLR" ->
          new LrSchedulerSpec.StepLr(
              golden.get("step_size").intValue(), golden.get("gamma").doubleValue());
      case "MultiStepLR" ->
          new LrSchedulerSpec.MultiStepLr(
              LongStream.of(Golden.longs(golden.get("milestones")))
                  .mapToObj(Math::toIntExact)
                  .toList(),
              golden.get("gamma").doubleValue());
      case "CosineAnnealingLR" ->
          new LrSchedulerSpec.CosineAnnealingLr(
              golden.get("T_max").intValue(), golden.get("eta_min").doubleValue());
      default -> throw new IllegalArgumentException(golden.toString());
    };
  }
}
