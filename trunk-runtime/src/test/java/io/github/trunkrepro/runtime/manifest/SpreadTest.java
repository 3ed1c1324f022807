package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
            .toList(),
        Optional.empty());
  }

  private static Spread with(Spread spread, Spread.Variation... variations) {
    return new Spread(spread.platform(), spread.runs(), Optional.of(List.of(variations)));
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
  void theToleranceReachesEverySetting() {
    Spread spread = spread(0.80, 0.82, 0.81, 0.83, 0.79);
    Accuracy accepted = Accuracy.of(80, 100);
    Spread.Variation near = new Spread.Variation("threads 1", "one", Accuracy.of(81, 100), true);
    Spread.Variation far = new Spread.Variation("threads 1", "one", Accuracy.of(72, 100), true);
    assertThat(with(spread, near).tolerance(accepted)).isEqualTo(spread.tolerance(accepted));
    assertThat(with(spread, far).tolerance(accepted)).isEqualTo(new BigDecimal("0.0800"));
    assertThat(with(spread, near, far).tolerance(accepted)).isEqualTo(new BigDecimal("0.0800"));
    assertThat(with(spread, far).settingLines(accepted))
        .containsExactly("threads 1: 0.7200 (72/100), 0.0800 away; the same tree");
    assertThat(with(spread, near, far).warnings()).isEmpty();
  }

  @Test
  void noToleranceHelpsASettingThatTrainsAnotherTree() {
    Spread.Variation other =
        new Spread.Variation("instructions native", "n", Accuracy.of(81, 100), false);
    Spread spread = with(spread(0.80, 0.82), other);
    assertThat(spread.settingLines(Accuracy.of(80, 100)).get(0)).endsWith("; another tree");
    assertThat(spread.warnings())
        .singleElement()
        .asString()
        .startsWith("With instructions native (platform n) another tree is trained");
  }

  @Test
  void oneRunHasNoSpread() {
    assertThatThrownBy(() -> new Spread("here", List.of(), Optional.empty()))
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
