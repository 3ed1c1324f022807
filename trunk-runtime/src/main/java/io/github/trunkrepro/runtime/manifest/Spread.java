package io.github.trunkrepro.runtime.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far test accuracy spreads over seeds and over settings, and the tolerance that follows.
 *
 * <p>One further run is expected, with a probability of {@link #COVERAGE}, within the two-sided
 * prediction interval <i>m</i> ± <i>t</i>(<i>n</i> - 1) <i>s</i> √(1 + 1/<i>n</i>) of <i>n</i> runs
 * with mean <i>m</i> and standard deviation <i>s</i>, where <i>t</i> is Student's: accuracies of
 * different seeds are taken as independent and normal (Hahn and Meeker 1991, Statistical Intervals,
 * section 4.7). The gate is around one run, so the tolerance is the distance from it to the further
 * end. Of a setting there is one run, which allows no interval: the tolerance reaches at least as
 * far as each of them.
 *
 * @param platform key of the platform that trained
 * @param runs with different seeds, at least 2
 * @param variations with the recipe's seed; empty where the bits must be the same on all platforms
 */
public record Spread(
    String platform,
    List<SeedRun> runs,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<Variation>> variations) {
  /** Probability that one further run is within the tolerance. */
  public static final double COVERAGE = 0.95;

  private static final int DECIMALS = 4;

  /**
   * A spread with copies of the lists.
   *
   * @throws IllegalArgumentException for fewer runs than 2
   */
  public Spread {
    runs = List.copyOf(runs);
    variations = variations.filter(some -> !some.isEmpty()).map(List::copyOf);
    if (runs.size() < 2) {
      throw new IllegalArgumentException("a spread needs 2 runs or more, found " + runs.size());
    }
  }

  /** Test accuracy of the run with a seed. */
  public record SeedRun(long seed, Accuracy accuracy) {}

  /**
   * Test accuracy of the run under a setting that the tier {@code tolerance} leaves open.
   *
   * @param setting such as {@code threads 1}
   * @param platform key of the platform that this setting makes
   * @param sameTree whether its tree is the accepted one
   */
  public record Variation(String setting, String platform, Accuracy accuracy, boolean sameTree) {}

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
    double overSeeds = Math.abs(value(accepted) - mean()) + halfWidth();
    double overSettings =
        settings().mapToDouble(variation -> distance(variation, accepted)).max().orElse(0);
    return BigDecimal.valueOf(Math.max(overSeeds, overSettings))
        .setScale(DECIMALS, RoundingMode.CEILING)
        .min(BigDecimal.ONE);
  }

  /** The method over seeds, and the numbers that went into it. */
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

  /** What came of each setting, beside the accepted accuracy. */
  public List<String> settingLines(Accuracy accepted) {
    return settings()
        .map(
            variation ->
                String.format(
                    Locale.ROOT,
                    "%s: %s, %.4f away; %s tree",
                    variation.setting,
                    variation.accuracy.text(DECIMALS),
                    distance(variation, accepted),
                    variation.sameTree ? "the same" : "another"))
        .toList();
  }

  /** Settings under which the gate on the tree fails, whatever the tolerance. */
  public List<String> warnings() {
    return settings()
        .filter(variation -> !variation.sameTree)
        .map(
            variation ->
                "With %s (platform %s) another tree is trained: there the gate fails, whatever the tolerance. mvn trunk:sensitivity shows how near the tree is to another one."
                    .formatted(variation.setting, variation.platform))
        .toList();
  }

  private Stream<Variation> settings() {
    return variations.orElse(List.of()).stream();
  }

  /** From a common denominator: the difference of two rounded quotients could be rounded up. */
  private static double distance(Variation variation, Accuracy accepted) {
    Accuracy found = variation.accuracy;
    long difference = found.correct() * accepted.images() - accepted.correct() * found.images();
    return (double) Math.abs(difference) / (found.images() * accepted.images());
  }

  private static double value(SeedRun run) {
    return value(run.accuracy);
  }

  private static double value(Accuracy accuracy) {
    return (double) accuracy.correct() / accuracy.images();
  }

  private static double square(double value) {
    return value * value;
  }
}
