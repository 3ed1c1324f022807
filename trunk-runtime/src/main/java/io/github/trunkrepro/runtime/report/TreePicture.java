package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.report.Picture.Anchor;
import io.github.trunkrepro.runtime.report.Picture.Box;
import io.github.trunkrepro.runtime.report.Picture.Mark;
import io.github.trunkrepro.runtime.report.Picture.Tone;
import io.github.trunkrepro.runtime.report.Picture.Word;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A class tree, the root on the left: a row for each class, a box for each node over the rows of
 * its classes, and the class's name behind the node that gives it.
 */
final class TreePicture {
  static final int ROW = 18;

  private static final int COLUMN = 96;
  private static final int GAP = 2;
  private static final int MARGIN = 12;
  private static final int TITLE = 24;
  private static final double FONT = 12;

  /** Of a font whose letters all have one width, in ems; what DejaVu Sans Mono has. */
  static final double LETTER = 0.61;

  private final List<Mark> marks = new ArrayList<>();
  private final List<String> names;

  private TreePicture(List<String> names) {
    this.names = names;
  }

  static Picture of(ClassTree tree) {
    TreePicture drawing = new TreePicture(tree.classNames());
    String title =
        tree.classNames().size()
            + " classes, "
            + tree.nodes().size()
            + (tree.nodes().size() == 1 ? " node" : " nodes")
            + ", depth "
            + tree.depth();
    drawing.marks.add(new Word(MARGIN, MARGIN + FONT / 2, title, Anchor.START, Tone.INK, FONT));
    drawing.draw(tree.root(), 0, 0);
    int longest = tree.classNames().stream().mapToInt(String::length).max().orElse(0);
    double width = 2 * MARGIN + tree.depth() * COLUMN + 8 + longest * LETTER * FONT;
    double titleWidth = 2 * MARGIN + title.length() * LETTER * FONT;
    return new Picture(
        "Tree of " + title,
        (int) Math.ceil(Math.max(width, titleWidth)),
        2 * MARGIN + TITLE + ROW * tree.classNames().size(),
        drawing.marks);
  }

  /** Draws a node and all below it from a row on; returns the row after it. */
  private int draw(TreeNode node, int depth, int row) {
    double x = MARGIN + depth * (double) COLUMN;
    double y = MARGIN + TITLE + row * (double) ROW;
    if (node.isLeaf()) {
      String name = names.get(node.classes().first());
      marks.add(new Word(x + 6, y + ROW / 2.0, name, Anchor.START, Tone.INK, FONT));
      return row + 1;
    }
    int rows = node.classes().size();
    String classes = String.join(" ", node.classes().names(names));
    marks.add(new Box(x, y + GAP / 2.0, COLUMN - GAP, rows * ROW - GAP, Tone.RIGHT, 0.18, classes));
    String outputs = node.children().size() + " outputs";
    marks.add(
        new Word(
            x + COLUMN / 2.0, y + rows * ROW / 2.0, outputs, Anchor.MIDDLE, Tone.INK, FONT - 1));
    int next = row;
    for (TreeNode child : node.children()) {
      next = draw(child, depth + 1, next);
    }
    return next;
  }
}
