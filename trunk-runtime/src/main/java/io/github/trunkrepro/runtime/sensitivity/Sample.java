package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.manifest.Accuracy;
import java.util.Arrays;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Some numbers, summed up.
 *
 * @param size how many, at least 1
 * @param mean exactly the number, where all are equal
 * @param deviation standard deviation, divided by n - 1; exactly 0 where all are equal, and for one
 */
record Sample(int size, double mean, double deviation) {
  /** Outside of the 95 % interval, on each side. */
  private static final double TAIL = 0.025;

  static Sample of(double[] values) {
    DoubleStatistics statistics = DoubleStatistics.of(Statistic.MEAN, Statistic.STANDARD_DEVIATION);
    // One by one: equal numbers then leave no rounding that would pass for a spread.
    Arrays.stream(values).forEach(statistics);
    return new Sample(
        values.length,
        statistics.getAsDouble(Statistic.MEAN),
        statistics.getAsDouble(Statistic.STANDARD_DEVIATION));
  }

  /** Half the width of the mean's 95 % interval (Student's t); for two or more. */
  double reach() {
    return TDistribution.of(size - 1).inverseSurvivalProbability(TAIL)
        * deviation
        / Math.sqrt(size);
  }

  /** An accuracy to all digits, 0..1. */
  static double value(Accuracy accuracy) {
    return (double) accuracy.correct() / accuracy.images();
  }

  /** Second minus first, rounded once: what is equal in fractions is equal here, a tie. */
  static double difference(Accuracy first, Accuracy second) {
    return (double) (second.correct() * first.images() - first.correct() * second.images())
        / (first.images() * second.images());
  }
}
