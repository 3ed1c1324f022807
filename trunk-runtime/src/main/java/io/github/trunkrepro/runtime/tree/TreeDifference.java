package io.github.trunkrepro.runtime.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How two trees differ. A tree is known by the class sets of its inner nodes, here as class names;
 * so the trees are equal when neither has a set of its own.
 *
 * @param before the tree that was expected
 * @param after the tree that came
 * @param gone sets that only the tree before has, and how the tree after has their classes
 * @param added sets that only the tree after has, and how the tree before had their classes
 */
public record TreeDifference(
    ClassTree before, ClassTree after, List<Change> gone, List<Change> added) {

  /** A difference with copies of the lists. */
  public TreeDifference {
    gone = List.copyOf(gone);
    added = List.copyOf(added);
  }

  /**
   * A set of classes that is a node in one tree alone.
   *
   * @param classes names, in the order of the tree that has the node
   * @param parts the same classes, as the other tree's smallest node that has them all shares them
   *     out among its children; classes that the other tree does not know are not in them
   */
  public record Change(List<String> classes, List<List<String>> parts) {

    /** A change with copies of the lists. */
    public Change {
      classes = List.copyOf(classes);
      parts = parts.stream().map(List::copyOf).toList();
    }

    /** The parts with bars between: {@code 0, O | D}. */
    public String partsText() {
      return parts.stream().map(part -> String.join(", ", part)).collect(Collectors.joining(" | "));
    }
  }

  /** Compares two trees, whose classes need not be the same or in the same order. */
  public static TreeDifference between(ClassTree before, ClassTree after) {
    return new TreeDifference(before, after, only(before, after), only(after, before));
  }

  /** Whether the trees are the same, class indices aside. */
  public boolean isEmpty() {
    return gone.isEmpty() && added.isEmpty();
  }

  /**
   * The differences in words, a line each.
   *
   * @param width columns at most
   */
  public List<String> lines(int width) {
    List<String> lines = new ArrayList<>();
    for (Change change : gone) {
      lines.add("gone:  {" + String.join(", ", change.classes) + "}, now " + change.partsText());
    }
    for (Change change : added) {
      lines.add("added: {" + String.join(", ", change.classes) + "}, was " + change.partsText());
    }
    return lines.stream().map(line -> TreeText.cut(line, width)).toList();
  }

  /** The trees side by side, as {@link SideBySide} lays them out. */
  public List<String> sideBySide(String titleBefore, String titleAfter, int width, int rows) {
    int column = SideBySide.column(width);
    return SideBySide.lines(
        titleBefore,
        TreeText.lines(before, column),
        titleAfter,
        TreeText.lines(after, column),
        width,
        rows);
  }

  private static List<Change> only(ClassTree one, ClassTree other) {
    Set<Set<String>> known =
        other
            .root()
            .innerSets()
            .map(set -> Set.copyOf(set.names(other.classNames())))
            .collect(Collectors.toCollection(HashSet::new));
    return one.root()
        .innerSets()
        .map(set -> set.names(one.classNames()))
        .filter(names -> !known.contains(Set.copyOf(names)))
        .map(names -> new Change(names, parts(names, other)))
        .toList();
  }

  private static List<List<String>> parts(List<String> names, ClassTree other) {
    List<Integer> indices =
        names.stream().map(other.classNames()::indexOf).filter(index -> index >= 0).toList();
    TreeNode node = other.root();
    for (TreeNode child = node; child != null; child = childWith(node, indices)) {
      node = child;
    }
    return node.children().stream()
        .map(child -> child.classes().indices().stream().filter(indices::contains).toList())
        .filter(part -> !part.isEmpty())
        .sorted(Comparator.comparing(part -> part.get(0)))
        .map(part -> part.stream().map(other.classNames()::get).toList())
        .toList();
  }

  private static TreeNode childWith(TreeNode node, List<Integer> indices) {
    return node.children().stream()
        .filter(child -> !child.isLeaf() && child.classes().indices().containsAll(indices))
        .findFirst()
        .orElse(null);
  }
}
