package io.github.trunkrepro.runtime.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which grouping volatility makes given groups of a node's classes, or why none does: a pair of
 * different groups must not join, so the grouping volatility lies at or above the breakpoint of the
 * likeliest such pair; and each group must hang together, so it lies below the breakpoint of the
 * weakest link that a group needs.
 *
 * @param intervals ranges that make the groups, ascending: none or one, and for a node that is to
 *     stay flat two, because all classes in one group stay flat as well
 * @param separated likeliest pair of two groups; empty where there is one group
 * @param joined weakest link of a group's strongest chain; empty where every group is one class
 */
public record TargetGroups(
    List<GroupingCurve.Interval> intervals,
    Optional<GroupingCurve.Breakpoint> separated,
    Optional<GroupingCurve.Breakpoint> joined) {

  /** A result with a copy of the list. */
  public TargetGroups {
    intervals = List.copyOf(intervals);
  }

  /**
   * Compares groups with a node's likelihoods.
   *
   * @param groups a partition of the positions 0 to k-1
   */
  public static TargetGroups of(AverageSoftmax asl, List<List<Integer>> groups) {
    GroupingCurve curve = GroupingCurve.of(asl);
    List<GroupingCurve.Interval> intervals = new ArrayList<>();
    if (groups.size() == asl.k()) {
      List<Integer> all = groups.stream().flatMap(List::stream).sorted().toList();
      curve.interval(List.of(all)).ifPresent(intervals::add);
    }
    curve.interval(groups).ifPresent(intervals::add);
    return new TargetGroups(intervals, separated(asl, groups), joined(asl, groups));
  }

  private static Optional<GroupingCurve.Breakpoint> separated(
      AverageSoftmax asl, List<List<Integer>> groups) {
    int[] groupOf = new int[asl.k()];
    for (int g = 0; g < groups.size(); g++) {
      for (int position : groups.get(g)) {
        groupOf[position] = g;
      }
    }
    return Grouping.margins(asl.means(), 1).stream()
        .filter(pair -> groupOf[pair.i()] != groupOf[pair.j()])
        .max(Comparator.comparingDouble(Grouping.Pair::value))
        .map(pair -> GroupingCurve.breakpoint(asl, pair));
  }

  private static Optional<GroupingCurve.Breakpoint> joined(
      AverageSoftmax asl, List<List<Integer>> groups) {
    return groups.stream()
        .map(group -> weakestLink(asl, group))
        .flatMap(Optional::stream)
        .min(Comparator.comparingDouble(Grouping.Pair::value))
        .map(pair -> GroupingCurve.breakpoint(asl, pair));
  }

  /** The last pair that makes the group whole when its pairs join in descending order. */
  private static Optional<Grouping.Pair> weakestLink(AverageSoftmax asl, List<Integer> group) {
    List<Grouping.Pair> pairs =
        new ArrayList<>(
            Grouping.margins(asl.means(), 1).stream()
                .filter(pair -> group.contains(pair.i()) && group.contains(pair.j()))
                .toList());
    pairs.sort(Collections.reverseOrder(Comparator.comparingDouble(Grouping.Pair::value)));
    Partition partition = new Partition(asl.k());
    Optional<Grouping.Pair> last = Optional.empty();
    for (Grouping.Pair pair : pairs) {
      if (partition.join(pair.i(), pair.j())) {
        last = Optional.of(pair);
      }
    }
    return last;
  }
}
