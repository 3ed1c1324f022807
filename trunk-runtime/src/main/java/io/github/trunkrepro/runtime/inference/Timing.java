package io.github.trunkrepro.runtime.inference;

import java.util.Arrays;
import java.util.Locale;

/**
 * What repeated measurements gave: the middle one, and the range of the middle half of them.
 *
 * @param lowerQuartile a quarter of the measurements is smaller
 * @param upperQuartile a quarter of the measurements is larger
 */
public record Timing(double median, double lowerQuartile, double upperQuartile) {

  /**
   * Quantiles of measurements, linear between neighbours.
   *
   * @param measured at least one, in any order
   */
  static Timing of(double... measured) {
    double[] sorted = measured.clone();
    Arrays.sort(sorted);
    return new Timing(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** For people, as in {@code 1.73 (1.70 - 1.81)}. */
  String text(int decimals) {
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT,
        number + " (" + number + " - " + number + ")",
        median,
        lowerQuartile,
        upperQuartile);
  }
}
