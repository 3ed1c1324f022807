package io.github.trunkrepro.runtime.document;

import java.util.Locale;

/** Durations as they are shown to people. */
public final class Durations {
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int FRACTIONS_BELOW = 10;

  private Durations() {}

  /** {@code 1.2 s}, {@code 48 s}, {@code 3 min 5 s} or {@code 2 h 10 min}. */
  public static String text(double seconds) {
    if (seconds < FRACTIONS_BELOW) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return whole + " s";
    }
    return whole < HOUR
        ? whole / MINUTE + " min " + whole % MINUTE + " s"
        : whole / HOUR + " h " + whole % HOUR / MINUTE + " min";
  }
}
