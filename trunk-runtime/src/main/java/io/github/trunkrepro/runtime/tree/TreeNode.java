package io.github.trunkrepro.runtime.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node of a class tree with all below it.
 *
 * @param classes the classes that are still possible here
 * @param children empty for a leaf, which has one class; otherwise at least two, which share out
 *     the classes among them. Kept in the order of their smallest class, which is the order of the
 *     node's outputs
 */
public record TreeNode(ClassSet classes, List<TreeNode> children) {

  /**
   * A node.
   *
   * @throws IllegalArgumentException when the children do not partition the classes
   */
  public TreeNode {
    children = children.stream().sorted(Comparator.comparing(TreeNode::classes)).toList();
    if (children.isEmpty() && classes.size() > 1) {
      throw new IllegalArgumentException("{" + classes + "} has several classes and no children");
    }
    if (children.size() == 1) {
      throw new IllegalArgumentException("{" + classes + "} has one child, which repeats it");
    }
    List<Integer> shared = children.stream().flatMap(c -> c.classes.indices().stream()).toList();
    if (!children.isEmpty() && !shared.stream().sorted().toList().equals(classes.indices())) {
      throw new IllegalArgumentException(
          "the children of {" + classes + "} have the classes " + shared);
    }
  }

  /** A node of these children. */
  public static TreeNode of(List<TreeNode> children) {
    return new TreeNode(
        ClassSet.of(children.stream().flatMap(c -> c.classes.indices().stream()).toList()),
        children);
  }

  /** A leaf. */
  public static TreeNode leaf(int index) {
    return new TreeNode(ClassSet.of(index), List.of());
  }

  /** A node each of whose classes is a leaf; a leaf when there is one class. */
  public static TreeNode flat(ClassSet classes) {
    return classes.size() == 1
        ? leaf(classes.first())
        : new TreeNode(classes, classes.indices().stream().map(TreeNode::leaf).toList());
  }

  /** Whether a single class is left. */
  public boolean isLeaf() {
    return children.isEmpty();
  }

  /** Whether all children are leaves: this node tells its classes apart by itself. */
  public boolean isFlat() {
    return !isLeaf() && children.stream().allMatch(TreeNode::isLeaf);
  }

  /** Steps to the deepest leaf below: 0 for a leaf, 1 for a flat node. */
  public int depth() {
    return children.stream().mapToInt(child -> 1 + child.depth()).max().orElse(0);
  }

  /** Class sets of this node and all inner nodes below, parents first. */
  Stream<ClassSet> innerSets() {
    if (isLeaf()) {
      return Stream.empty();
    }
    List<ClassSet> sets = new ArrayList<>(List.of(classes));
    children.stream().flatMap(TreeNode::innerSets).forEach(sets::add);
    return sets.stream();
  }
}
