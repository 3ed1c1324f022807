package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.tree.GroupingCurve;
import java.util.List;

/**
 * What each value of grouping volatility gives, as a step function with exact ends.
 *
 * @param start first value that was asked for
 * @param end last value that was asked for
 * @param steps ranges that were trained, ascending; they touch or leave gaps
 * @param gaps ranges that the budget left out, ascending
 * @param nodes every node that was grouped in any variant, in the order of their discovery
 */
public record VolatilityResult(
    double start, double end, List<Step> steps, List<Gap> gaps, List<NodeCurve> nodes) {

  /** A result with copies of the lists. */
  public VolatilityResult {
    steps = List.copyOf(steps);
    gaps = List.copyOf(gaps);
    nodes = List.copyOf(nodes);
  }

  /**
   * A range of grouping volatility that gives one network.
   *
   * @param from inclusive
   * @param to exclusive, except for the range that ends at {@link VolatilityResult#end}
   * @param variant name of the variant that was trained within it
   */
  public record Step(double from, double to, String variant) {}

  /** A range that was not trained; from inclusive, to exclusive. */
  public record Gap(double from, double to) {}

  /**
   * A node's dendrogram.
   *
   * @param id {@link io.github.trunkrepro.runtime.tree.NodePath#id}
   * @param label as it is shown: {@code root}, or its classes
   * @param classes names, by the node's positions
   * @param declared grouping volatility that the recipe has for it
   * @param curve its breakpoints; positions are those of {@code classes}
   */
  public record NodeCurve(
      String id, String label, List<String> classes, double declared, GroupingCurve curve) {

    /** A curve with a copy of the list. */
    public NodeCurve {
      classes = List.copyOf(classes);
    }
  }
}
