package io.github.trunkrepro.runtime.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws a tree as indented lines: a line for each node with its class names, and below it its
 * children; leaves beside supergroups share a last line. Only ASCII is added to the names.
 *
 * <pre>
 * root
 *   {0, D, O}
 *     {0, O}
 *     D
 *   {1, I, L}
 *   2, 3, 4
 * </pre>
 */
final class TreeText {
  private static final int INDENT = 2;
  private static final int NARROWEST = 8;

  private TreeText() {}

  static List<String> lines(ClassTree tree, int width) {
    List<String> lines = new ArrayList<>(List.of("root"));
    below(tree, tree.root(), INDENT, width, lines);
    return lines;
  }

  private static void below(
      ClassTree tree, TreeNode node, int indent, int width, List<String> lines) {
    List<String> leaves = new ArrayList<>();
    for (TreeNode child : node.children()) {
      List<String> names = child.classes().names(tree.classNames());
      if (child.isLeaf()) {
        leaves.addAll(names);
        continue;
      }
      wrap("{", names, "}", indent, width, lines);
      if (!child.isFlat()) {
        below(tree, child, indent + INDENT, width, lines);
      }
    }
    if (!leaves.isEmpty()) {
      wrap("", leaves, "", indent, width, lines);
    }
  }

  /** Adds names with commas between, as many on a line as there is room; the rest hang below. */
  private static void wrap(
      String open, List<String> names, String close, int indent, int width, List<String> lines) {
    int room = Math.max(NARROWEST, width - indent);
    String line = " ".repeat(indent) + open;
    for (int i = 0; i < names.size(); i++) {
      boolean last = i == names.size() - 1;
      String word = cut(names.get(i), room - 4) + (last ? close : ",");
      boolean first = line.isBlank() || line.endsWith("{");
      if (!first && line.length() + 1 + word.length() > indent + room) {
        lines.add(line);
        line = " ".repeat(indent + open.length()) + word;
      } else {
        line += (first ? "" : " ") + word;
      }
    }
    lines.add(line);
  }

  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 3)) + "...";
  }
}
