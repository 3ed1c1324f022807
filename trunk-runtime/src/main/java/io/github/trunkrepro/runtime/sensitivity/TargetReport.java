package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.document.TextTable;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.GroupingCurve;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TargetGroups;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Which grouping volatility gives a tree, {@code target.json}.
 *
 * @param nodes parents first
 * @param all ranges that give every node its groups, ascending; empty where each needs its own
 */
public record TargetReport(ClassTree tree, List<Node> nodes, List<Range> all) {

  /** A report with copies of the lists. */
  public TargetReport {
    nodes = List.copyOf(nodes);
    all = List.copyOf(all);
  }

  /**
   * A range of grouping volatility.
   *
   * @param from inclusive, above 0
   * @param to exclusive; empty for any
   */
  public record Range(double from, OptionalDouble to) {
    private static Range of(GroupingCurve.Interval interval) {
      return new Range(
          interval.from(),
          Double.isInfinite(interval.to())
              ? OptionalDouble.empty()
              : OptionalDouble.of(interval.to()));
    }

    private Optional<Range> and(Range other) {
      double low = Math.max(from, other.from);
      double high =
          Math.min(to.orElse(Double.POSITIVE_INFINITY), other.to.orElse(Double.POSITIVE_INFINITY));
      return low < high
          ? Optional.of(
              new Range(
                  low, Double.isInfinite(high) ? OptionalDouble.empty() : OptionalDouble.of(high)))
          : Optional.empty();
    }

    private String text() {
      return String.format(Locale.ROOT, "%.6g", from)
          + " to "
          + (to.isPresent() ? String.format(Locale.ROOT, "%.6g", to.getAsDouble()) : "any");
    }
  }

  /**
   * A node.
   *
   * @param groups names
   * @param declared grouping volatility of the recipe
   * @param ranges that make the groups; none where they are impossible
   * @param obstacle why none does
   */
  public record Node(
      String id,
      String label,
      List<List<String>> groups,
      double declared,
      List<Range> ranges,
      Optional<String> obstacle) {

    /** A node with copies of the lists. */
    public Node {
      groups = groups.stream().map(List::copyOf).toList();
      ranges = List.copyOf(ranges);
    }

    private String rangesText() {
      return ranges.isEmpty()
          ? "impossible"
          : ranges.stream().map(Range::text).collect(Collectors.joining(", or "));
    }
  }

  /** A node of a target tree, with the likelihoods that it has below its ancestors. */
  public static Node node(
      NodePath path,
      ClassTree tree,
      AverageSoftmax likelihoods,
      List<ClassSet> outputs,
      double declared) {
    List<Integer> classes = path.classes().indices();
    TargetGroups target =
        TargetGroups.of(
            likelihoods,
            outputs.stream()
                .map(output -> output.indices().stream().map(classes::indexOf).toList())
                .toList());
    return new Node(
        path.id(),
        path.label(tree.classNames()),
        outputs.stream().map(output -> output.names(tree.classNames())).toList(),
        declared,
        target.intervals().stream().map(Range::of).toList(),
        target.intervals().isEmpty()
            ? Optional.of(obstacle(likelihoods, target))
            : Optional.empty());
  }

  private static String obstacle(AverageSoftmax asl, TargetGroups target) {
    GroupingCurve.Breakpoint separated = target.separated().orElseThrow();
    GroupingCurve.Breakpoint joined = target.joined().orElseThrow();
    double gap = separated.groupingVolatility() - joined.groupingVolatility();
    double error = Math.hypot(separated.standardError(), joined.standardError());
    return String.format(
        Locale.ROOT,
        "%s are apart only from %.6g on, %s together only below %.6g: %.3g too little%s",
        pair(asl, separated),
        separated.groupingVolatility(),
        pair(asl, joined),
        joined.groupingVolatility(),
        gap,
        error > 0 ? String.format(Locale.ROOT, " (%.1f standard errors)", gap / error) : "");
  }

  private static String pair(AverageSoftmax asl, GroupingCurve.Breakpoint breakpoint) {
    return asl.className(breakpoint.i()) + "–" + asl.className(breakpoint.j());
  }

  /** The report of a tree's nodes. */
  public static TargetReport of(ClassTree tree, List<Node> nodes) {
    List<Range> all = List.of(new Range(0, OptionalDouble.empty()));
    for (Node node : nodes) {
      List<Range> both = new ArrayList<>();
      for (Range one : all) {
        node.ranges().forEach(other -> one.and(other).ifPresent(both::add));
      }
      all = both;
    }
    return new TargetReport(tree, nodes, all);
  }

  /** Whether every node's groups can be had. */
  public boolean possible() {
    return nodes.stream().noneMatch(node -> node.ranges().isEmpty());
  }

  /** What is in the way, a line a node. */
  public List<String> obstacles() {
    return nodes.stream()
        .flatMap(node -> node.obstacle().map(text -> node.label() + ": " + text).stream())
        .toList();
  }

  /** The report in words. */
  public List<String> lines() {
    TextTable table = new TextTable("node", "declared", "grouping volatility");
    for (Node node : nodes) {
      table.row(node.label(), Double.toString(node.declared()), node.rangesText());
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (possible()) {
      lines.add(
          all.isEmpty()
              ? "no value serves all nodes: give them their own, in root, general or a section for"
                  + " the classes of a node"
              : "all nodes: " + all.stream().map(Range::text).collect(Collectors.joining(", or ")));
    }
    return lines;
  }

  /** Writes the report whole or not at all. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }
}
