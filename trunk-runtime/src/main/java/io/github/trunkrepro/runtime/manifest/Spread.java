package io.github.trunkrepro.runtime.manifest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far test accuracy spreads over seeds, and the tolerance that follows.
 *
 * <p>One further run is expected, with a probability of {@link #COVERAGE}, within the two-sided
 * prediction interval <i>m</i> ± <i>t</i>(<i>n</i> - 1) <i>s</i> √(1 + 1/<i>n</i>) of <i>n</i> runs
 * with mean <i>m</i> and standard deviation <i>s</i>, where <i>t</i> is Student's: accuracies of
 * different seeds are taken as independent and normal (Hahn and Meeker 1991, Statistical Intervals,
 * section 4.7). The gate is around one run, so the tolerance is the distance from it to the further
 * end.
 *
 * @param platform key of the platform that trained
 * @param runs with different seeds, at least 2
 */
public record Spread(String platform, List<SeedRun> runs) {
  /** Probability that one further run is within the tolerance. */
  public static final double COVERAGE = 0.95;

  private static final int DECIMALS = 4;

  /**
   * A spread with a copy of the list.
   *
   * @throws IllegalArgumentException for fewer runs than 2
   */
  public Spread {
    runs = List.copyOf(runs);
    if (runs.size() < 2) {
      throw new IllegalArgumentException("a spread needs 2 runs or more, found " + runs.size());
    }
  }

  /** Test accuracy of the run with a seed. */
  public record SeedRun(long seed, Accuracy accuracy) {}

  /** Mean accuracy. */
  public double mean() {
    return runs.stream().mapToDouble(Spread::value).average().orElseThrow();
  }

  /** Sample standard deviation of the accuracies. */
  public double standardDeviation() {
    double mean = mean();
    double squares = runs.stream().mapToDouble(run -> square(value(run) - mean)).sum();
    return StrictMath.sqrt(squares / (runs.size() - 1));
  }

  /** Half the width of the prediction interval. */
  public double halfWidth() {
    int n = runs.size();
    double t = TDistribution.of(n - 1.0).inverseSurvivalProbability((1 - COVERAGE) / 2);
    return t * standardDeviation() * StrictMath.sqrt(1 + 1.0 / n);
  }

  /** The tolerance around this accuracy, rounded up to {@value #DECIMALS} decimals, at most 1. */
  public BigDecimal tolerance(Accuracy accepted) {
    double distance = Math.abs((double) accepted.correct() / accepted.images() - mean());
    return BigDecimal.valueOf(distance + halfWidth())
        .setScale(DECIMALS, RoundingMode.CEILING)
        .min(BigDecimal.ONE);
  }

  /** The method, and the numbers that went into it. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%d seeds: mean %.4f, standard deviation %.4f; %.0f %% prediction interval (Student's t) %.4f..%.4f",
        runs.size(),
        mean(),
        standardDeviation(),
        100 * COVERAGE,
        mean() - halfWidth(),
        mean() + halfWidth());
  }

  private static double value(SeedRun run) {
    return (double) run.accuracy.correct() / run.accuracy.images();
  }

  private static double square(double value) {
    return value * value;
  }
}
