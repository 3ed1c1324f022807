package io.github.trunkrepro.runtime.manifest;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Interval that holds an accuracy with a confidence of 95 %, had the test images been drawn at
 * random: Wilson's score interval (Wilson 1927, Journal of the American Statistical Association
 * 22), which stays within 0..1 and has its coverage for small counts too.
 *
 * @param low with 6 decimals
 * @param high with 6 decimals
 */
public record Interval(BigDecimal low, BigDecimal high) {
  /** The normal distribution's quantile for 97.5 %. */
  private static final double Z = 1.959963984540054;

  private static final int SCALE = 6;

  /** The interval around an accuracy. */
  public static Interval of(Accuracy accuracy) {
    double n = accuracy.images();
    double p = accuracy.correct() / n;
    double z2 = Z * Z;
    double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = Z / (1 + z2 / n) * StrictMath.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return new Interval(rounded(middle - half), rounded(middle + half));
  }

  /** As {@code 0.8449..0.8551}. */
  public String text(int decimals) {
    return low.setScale(decimals, RoundingMode.FLOOR)
        + ".."
        + high.setScale(decimals, RoundingMode.CEILING);
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(Math.min(1, Math.max(0, value)))
        .setScale(SCALE, RoundingMode.HALF_EVEN);
  }
}
