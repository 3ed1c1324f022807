package io.github.trunkrepro.runtime.report;

import java.util.Locale;

/** Range and spread of the numbers that a network would see. Not thread-safe. */
final class ValueRange {
  private long images;
  private long count;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;
  private double sum;
  private double squares;

  /** Adds one image's values. */
  void add(float[] values) {
    images++;
    for (float value : values) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
      sum += value;
      squares += (double) value * value;
    }
    count += values.length;
  }

  @Override
  public String toString() {
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(squares / count - mean * mean, 0));
    return String.format(
        Locale.ROOT,
        "from %.4f to %.4f, mean %.4f, standard deviation %.4f (%d images)",
        least,
        greatest,
        mean,
        deviation,
        images);
  }
}
