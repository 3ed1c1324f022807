package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.util.List;

/**
 * The way of one image down the tree.
 *
 * @param steps one for each node that it passed, from the root; the last names a single class
 */
public record Route(List<Step> steps) {
  public Route {
    steps = List.copyOf(steps);
  }

  /**
   * A node's decision.
   *
   * @param chosen the classes behind its strongest output
   * @param probability softmax of that output, 0..1
   */
  public record Step(ClassSet chosen, double probability) {}

  /**
   * The node that gave the class.
   *
   * @param root of the tree
   */
  NodePath lastNode(NodePath root) {
    NodePath node = root;
    for (Step step : steps.subList(0, steps.size() - 1)) {
      node = node.child(step.chosen());
    }
    return node;
  }

  /** Class index at the end of the way. */
  public int classIndex() {
    return steps.get(steps.size() - 1).chosen().first();
  }
}
