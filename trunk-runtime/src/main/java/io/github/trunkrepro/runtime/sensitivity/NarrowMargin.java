package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.GroupingCurve;
import io.github.trunkrepro.runtime.tree.GroupingCurve.Breakpoint;
import java.util.Locale;
import java.util.Optional;

/**
 * A node whose groups hang on a likelihood so near the threshold that another draw of images could
 * have put it on the other side.
 *
 * @param node as it is shown
 * @param pair of class names, with a dash
 * @param distance of the likelihood from the threshold, 0 or more
 * @param standardErrors the same in standard errors of the likelihood
 */
public record NarrowMargin(String node, String pair, double distance, double standardErrors) {
  /** Nearer than this, in standard errors, a margin is narrow. */
  private static final double NARROW = 2;

  /** The narrowest margin of a node, if it is narrow. */
  public static Optional<NarrowMargin> of(
      String node, AverageSoftmax asl, double groupingVolatility) {
    return GroupingCurve.of(asl)
        .closest(groupingVolatility)
        .filter(breakpoint -> breakpoint.standardErrorsFrom(groupingVolatility) < NARROW)
        .map(breakpoint -> of(node, asl, groupingVolatility, breakpoint));
  }

  private static NarrowMargin of(
      String node, AverageSoftmax asl, double groupingVolatility, Breakpoint breakpoint) {
    return new NarrowMargin(
        node,
        asl.className(breakpoint.i()) + "–" + asl.className(breakpoint.j()),
        Math.abs(breakpoint.groupingVolatility() - groupingVolatility) / asl.k(),
        breakpoint.standardErrorsFrom(groupingVolatility));
  }

  /** The warning. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%s: pair %s is %.2g from the threshold, %.1f standard errors: another draw of images may"
            + " give another tree; mvn trunk:sensitivity shows what depends on it",
        node,
        pair,
        distance,
        standardErrors);
  }
}
