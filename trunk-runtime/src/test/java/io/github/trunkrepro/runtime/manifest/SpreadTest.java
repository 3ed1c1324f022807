package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final int IMAGES = 1_000_000;

  private static Spread spread(double... accuracies) {
    return new Spread(
        "here",
        IntStream.range(0, accuracies.length)
            .mapToObj(
                i -> new Spread.SeedRun(i, Accuracy.of(Math.round(accuracies[i] * IMAGES), IMAGES)))
            .toList());
  }

  @Test
  void isStudentsPredictionInterval() {
    Spread spread = spread(0.80, 0.82, 0.81, 0.83, 0.79);
    assertThat(spread.mean()).isCloseTo(0.81, within(1e-12));
    assertThat(spread.standardDeviation()).isCloseTo(0.015811388, within(1e-9));
    // R: qt(0.975, 4) * sd(x) * sqrt(1 + 1/5) = 2.776445 * 0.015811388 * 1.095445
    assertThat(spread.halfWidth()).isCloseTo(0.048089440, within(1e-7));
    assertThat(spread.text())
        .isEqualTo(
            "5 seeds: mean 0.8100, standard deviation 0.0158;"
                + " 95 % prediction interval (Student's t) 0.7619..0.8581");
  }

  @Test
  void theToleranceReachesTheFurtherEndAndIsRoundedUp() {
    Spread spread = spread(0.80, 0.82, 0.81, 0.83, 0.79);
    assertThat(spread.tolerance(Accuracy.of(83, 100))).isEqualTo(new BigDecimal("0.0681"));
    assertThat(spread.tolerance(Accuracy.of(79, 100))).isEqualTo(new BigDecimal("0.0681"));
    assertThat(spread(0.1, 0.9).tolerance(Accuracy.of(1, 10))).isEqualTo(BigDecimal.ONE);
    assertThat(spread(0.5, 0.5).tolerance(Accuracy.of(1, 2)).signum()).isZero();
  }

  @Test
  void oneRunHasNoSpread() {
    assertThatThrownBy(() -> new Spread("here", List.of()))
        .hasMessage("a spread needs 2 runs or more, found 0");
  }

  /** The interval holds one further run as often as it says; the tolerance at least as often. */
  @Test
  void coversFurtherRuns() {
    Random random = new Random(7);
    int studies = 20_000;
    int inInterval = 0;
    int inTolerance = 0;
    for (int i = 0; i < studies; i++) {
      double[] drawn =
          DoubleStream.generate(() -> 0.8 + 0.01 * random.nextGaussian()).limit(6).toArray();
      Spread spread = spread(Arrays.copyOf(drawn, 5));
      inInterval += Math.abs(drawn[5] - spread.mean()) <= spread.halfWidth() ? 1 : 0;
      Accuracy accepted = spread.runs().get(0).accuracy();
      inTolerance +=
          accepted.isWithin(
                  spread.tolerance(accepted), Accuracy.of(Math.round(drawn[5] * IMAGES), IMAGES))
              ? 1
              : 0;
    }
    // Four standard errors of a share of 0.95 in so many studies.
    assertThat((double) inInterval / studies).isCloseTo(Spread.COVERAGE, within(0.0062));
    assertThat((double) inTolerance / studies).isGreaterThan(Spread.COVERAGE);
  }
}
