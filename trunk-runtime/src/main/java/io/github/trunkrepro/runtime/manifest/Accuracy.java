package io.github.trunkrepro.runtime.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Share of images that were classified correctly: an exact fraction, and its value for people.
 *
 * @param images at least 1, so that there is always a value
 * @param value the fraction with {@value #SCALE} decimals, half to even
 */
public record Accuracy(long correct, long images, BigDecimal value) {
  private static final int SCALE = 6;

  /**
   * An accuracy that was read.
   *
   * @throws IllegalArgumentException when the numbers do not fit each other
   */
  @JsonCreator
  public Accuracy {
    if (images < 1 || correct < 0 || correct > images) {
      throw new IllegalArgumentException(correct + " of " + images + " is no accuracy");
    }
    if (value.compareTo(rounded(correct, images, SCALE)) != 0) {
      throw new IllegalArgumentException(
          "%d of %d is %s, found %s"
              .formatted(correct, images, rounded(correct, images, SCALE), value));
    }
  }

  /** So many of so many. */
  public static Accuracy of(long correct, long images) {
    return new Accuracy(correct, images, images < 1 ? null : rounded(correct, images, SCALE));
  }

  /**
   * Whether another accuracy is no further away than the tolerance, in either direction; computed
   * exactly.
   */
  public boolean isWithin(BigDecimal tolerance, Accuracy other) {
    BigDecimal difference =
        product(correct, other.images).subtract(product(other.correct, images)).abs();
    return difference.compareTo(tolerance.multiply(product(images, other.images))) <= 0;
  }

  /** As {@code 0.8451 (15888/18800)}, with so many decimals. */
  public String text(int decimals) {
    return rounded(correct, images, decimals) + " (" + correct + "/" + images + ")";
  }

  private static BigDecimal product(long a, long b) {
    return BigDecimal.valueOf(a).multiply(BigDecimal.valueOf(b));
  }

  private static BigDecimal rounded(long correct, long images, int decimals) {
    return BigDecimal.valueOf(correct)
        .divide(BigDecimal.valueOf(images), decimals, RoundingMode.HALF_EVEN);
  }
}
