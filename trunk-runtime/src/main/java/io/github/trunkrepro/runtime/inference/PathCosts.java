package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.network.Counts;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What it costs to classify one image: the sum over the nodes that it passes. A network without a
 * tree that had all of the nodes would cost {@code all} for every image: what the tree saves is the
 * difference.
 *
 * @param all of all nodes
 * @param shortest of the way with the fewest multiply-accumulates
 * @param longest of the way with the most
 * @param mean over the images that were evaluated, rounded to whole numbers
 */
public record PathCosts(Counts all, Counts shortest, Counts longest, Counts mean) {

  /**
   * The costs of a tree.
   *
   * @param nodes of each node
   * @param leaves nodes that give a class, not only groups
   * @param routes of the images that were evaluated
   */
  static PathCosts of(Map<NodePath, Counts> nodes, List<NodePath> leaves, List<Route> routes) {
    Comparator<Counts> work = Comparator.comparingLong(Counts::multiplyAccumulates);
    List<Counts> ways = leaves.stream().map(leaf -> along(leaf, nodes)).toList();
    NodePath root = nodes.keySet().stream().filter(NodePath::isRoot).findAny().orElseThrow();
    Map<NodePath, Counts> known = new HashMap<>();
    Counts sum = new Counts(0, 0, 0);
    for (Route route : routes) {
      sum = sum.plus(known.computeIfAbsent(route.lastNode(root), node -> along(node, nodes)));
    }
    return new PathCosts(
        nodes.values().stream().reduce(Counts::plus).orElseThrow(),
        ways.stream().min(work).orElseThrow(),
        ways.stream().max(work).orElseThrow(),
        new Counts(
            mean(sum.parameters(), routes),
            mean(sum.multiplyAccumulates(), routes),
            mean(sum.bytes(), routes)));
  }

  /** The sum over the nodes from the root to this one. */
  static Counts along(NodePath leaf, Map<NodePath, Counts> nodes) {
    Counts sum = nodes.get(leaf);
    for (Optional<NodePath> at = leaf.parent(); at.isPresent(); at = at.get().parent()) {
      sum = sum.plus(nodes.get(at.get()));
    }
    return sum;
  }

  private static long mean(long sum, List<Route> routes) {
    return Math.round(sum / (double) routes.size());
  }
}
