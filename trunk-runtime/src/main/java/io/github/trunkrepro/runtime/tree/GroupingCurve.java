package io.github.trunkrepro.runtime.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What every value of grouping volatility makes of one node. With its likelihoods fixed, the groups
 * of {@link Grouping} are a single-linkage clustering cut at {@code GV / k}: a pair joins whatever
 * it joins below its <em>breakpoint</em>, {@code k * ASL[i][j]}, and not from there on. Of all
 * pairs at most k - 1 change the groups, those of a maximum spanning tree.
 *
 * <p>Ends are exact in the arithmetic of {@link Grouping}: a breakpoint is the smallest {@code
 * double} at which its pair is no longer joined, so groups hold from a breakpoint, inclusive, to
 * the next, exclusive.
 *
 * @param k number of the node's classes
 * @param breakpoints where groups change, ascending; several pairs may share one value
 */
public record GroupingCurve(int k, List<Breakpoint> breakpoints) {

  /** A curve with a copy of the list. */
  public GroupingCurve {
    breakpoints = List.copyOf(breakpoints);
  }

  /**
   * A value of grouping volatility at which two groups part.
   *
   * @param groupingVolatility from here on the pair does not join
   * @param i position of the pair's first class
   * @param j of the second; i &lt; j
   * @param likelihood {@code ASL[i][j]}
   * @param standardError of the breakpoint, in units of grouping volatility: k times the
   *     likelihood's
   */
  public record Breakpoint(
      double groupingVolatility, int i, int j, double likelihood, double standardError) {

    /**
     * Distance of a grouping volatility in standard errors, 0 or more; infinite where the
     * likelihood has no spread.
     */
    public double standardErrorsFrom(double from) {
      double distance = Math.abs(from - groupingVolatility);
      return distance == 0 ? 0 : distance / standardError;
    }
  }

  /**
   * A range of grouping volatility with the same groups.
   *
   * @param from inclusive; 0, which is exclusive, for the first
   * @param to exclusive; infinite for the last
   * @param groups as {@link Grouping#groups(double[][], double)} gives them
   */
  public record Interval(double from, double to, List<List<Integer>> groups) {

    /** Whether a grouping volatility lies in it. */
    public boolean contains(double groupingVolatility) {
      return from <= groupingVolatility && groupingVolatility < to;
    }
  }

  /**
   * The curve of a node.
   *
   * @throws IllegalArgumentException when a likelihood is {@code NaN}
   */
  public static GroupingCurve of(AverageSoftmax asl) {
    int k = asl.k();
    List<Grouping.Pair> pairs =
        new ArrayList<>(Grouping.margins(asl.means(), 1)); // row by row: ties stay in that order
    pairs.sort(Comparator.comparingDouble(Grouping.Pair::value).reversed());
    Partition partition = new Partition(k);
    List<Breakpoint> breakpoints = new ArrayList<>();
    for (Grouping.Pair pair : pairs) {
      // A likelihood of 0 exceeds no threshold.
      if (pair.value() > 0 && partition.join(pair.i(), pair.j())) {
        breakpoints.add(0, breakpoint(asl, pair));
      }
    }
    return new GroupingCurve(k, breakpoints);
  }

  /** The breakpoint of a pair, whether or not groups change there. */
  static Breakpoint breakpoint(AverageSoftmax asl, Grouping.Pair pair) {
    int k = asl.k();
    return new Breakpoint(
        breakpoint(k, pair.value()),
        pair.i(),
        pair.j(),
        pair.value(),
        k * asl.standardError(pair.i(), pair.j()));
  }

  /** The smallest grouping volatility whose threshold the likelihood does not exceed. */
  private static double breakpoint(int k, double likelihood) {
    double volatility = k * likelihood;
    while (likelihood - Grouping.threshold(k, volatility) > 0) {
      volatility = Math.nextUp(volatility);
    }
    while (!(likelihood - Grouping.threshold(k, Math.nextDown(volatility)) > 0)) {
      volatility = Math.nextDown(volatility);
    }
    return volatility;
  }

  /** The groups at a grouping volatility, as {@link Grouping} finds them. */
  public List<List<Integer>> groups(double groupingVolatility) {
    Partition partition = new Partition(k);
    for (Breakpoint breakpoint : breakpoints) {
      if (breakpoint.groupingVolatility > groupingVolatility) {
        partition.join(breakpoint.i, breakpoint.j);
      }
    }
    return partition.groups();
  }

  /** All ranges, ascending; together they are everything above 0. */
  public List<Interval> intervals() {
    List<Interval> intervals = new ArrayList<>();
    double from = 0;
    for (Breakpoint breakpoint : breakpoints) {
      if (breakpoint.groupingVolatility > from) {
        intervals.add(new Interval(from, breakpoint.groupingVolatility, groups(from)));
        from = breakpoint.groupingVolatility;
      }
    }
    intervals.add(new Interval(from, Double.POSITIVE_INFINITY, groups(from)));
    return intervals;
  }

  /** The range that a grouping volatility lies in. */
  public Interval interval(double groupingVolatility) {
    return intervals().stream()
        .filter(interval -> interval.contains(groupingVolatility))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "grouping volatility must be above 0: " + groupingVolatility));
  }

  /**
   * The breakpoints that change the tree. A node whose classes fall into one group stays flat, as
   * one whose classes all part: where nothing lies between the two, nothing changes.
   */
  public List<Breakpoint> decisive() {
    boolean allAtOnce =
        breakpoints.size() == k - 1
            && breakpoints.stream().mapToDouble(Breakpoint::groupingVolatility).distinct().count()
                <= 1;
    return allAtOnce ? List.of() : breakpoints;
  }

  /**
   * The range around a grouping volatility in which the node has the same children.
   *
   * @return its groups are those of the grouping volatility
   */
  public Interval sameTree(double groupingVolatility) {
    Interval own = interval(groupingVolatility);
    return decisive().isEmpty() ? new Interval(0, Double.POSITIVE_INFINITY, own.groups()) : own;
  }

  /** The breakpoint nearest to a grouping volatility, at or below it. */
  public Optional<Breakpoint> below(double groupingVolatility) {
    return breakpoints.stream()
        .filter(breakpoint -> breakpoint.groupingVolatility <= groupingVolatility)
        .reduce((first, second) -> second);
  }

  /** The breakpoint nearest to a grouping volatility, above it. */
  public Optional<Breakpoint> above(double groupingVolatility) {
    return breakpoints.stream()
        .filter(breakpoint -> breakpoint.groupingVolatility > groupingVolatility)
        .findFirst();
  }

  /**
   * The breakpoint that is the fewest standard errors away of those that change the tree: where
   * another draw of images tells.
   */
  public Optional<Breakpoint> closest(double groupingVolatility) {
    return decisive().stream()
        .min(Comparator.comparingDouble(b -> b.standardErrorsFrom(groupingVolatility)));
  }

  /**
   * The ranges of grouping volatility that give a partition: one or none.
   *
   * @param groups positions 0 to k-1, in any order
   */
  public Optional<Interval> interval(List<List<Integer>> groups) {
    List<List<Integer>> sorted =
        groups.stream()
            .map(group -> group.stream().sorted().toList())
            .sorted(Comparator.comparing(group -> group.get(0)))
            .toList();
    return intervals().stream().filter(interval -> interval.groups().equals(sorted)).findFirst();
  }
}
