package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.sensitivity.StudyReport;
import io.github.trunkrepro.runtime.sensitivity.StudyTree;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeDifference;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.util.ArrayList;
import java.util.List;

/** The trees of a study, and how they differ. */
final class StudyTrees {
  private static final int WIDTH = 200;

  private final List<StudyTree> trees;

  StudyTrees(StudyReport report) {
    trees = report.trees();
  }

  /**
   * How two trees differ, for scripts.
   *
   * @param gone nodes that only the first has
   * @param added nodes that only the second has
   */
  record Difference(String first, String second, List<Only> gone, List<Only> added) {}

  /**
   * A node that only one tree has.
   *
   * @param node its place in {@link ClassTree#nodes}
   * @param there how the other tree shares out its classes
   */
  record Only(int node, String there) {}

  List<Difference> differences() {
    List<Difference> differences = new ArrayList<>();
    for (StudyTree first : trees) {
      for (StudyTree second : trees.subList(trees.indexOf(first) + 1, trees.size())) {
        TreeDifference found = TreeDifference.between(first.tree(), second.tree());
        differences.add(
            new Difference(
                first.name(),
                second.name(),
                only(first.tree(), found.gone()),
                only(second.tree(), found.added())));
      }
    }
    return differences;
  }

  private static List<Only> only(ClassTree tree, List<TreeDifference.Change> changes) {
    List<List<String>> nodes =
        tree.nodes().values().stream()
            .map(TreeNode::classes)
            .map(classes -> classes.names(tree.classNames()))
            .toList();
    return changes.stream()
        .map(change -> new Only(nodes.indexOf(change.classes()), change.partsText()))
        .toList();
  }

  Html html() {
    if (trees.isEmpty()) {
      return Html.NOTHING;
    }
    HtmlTable table =
        new HtmlTable(
            "The trees, and how each agrees with tree A",
            "tree",
            "variants",
            "networks",
            "depth",
            "adjusted Rand index of the root's groups",
            "Robinson-Foulds distance");
    for (StudyTree tree : trees) {
      table.row(
          StudyPage.tree(tree.name()),
          Cells.number(tree.variants()),
          Cells.number(tree.nodes()),
          Cells.number(tree.depth()),
          Cells.number(tree.adjustedRand()),
          Cells.number(tree.robinsonFoulds()));
    }
    return Html.join(table.html(), sideBySide(), HtmlPage.folded("All trees", Html.join(each())));
  }

  private Html sideBySide() {
    return trees.size() < 2
        ? Html.NOTHING
        : Html.tag("div")
            .with("class", "script")
            .of(
                Html.tag("h3").of("Side by side"),
                Html.tag("p").with("id", "difference").with("role", "status").of(),
                Html.tag("div").with("class", "panes").of(pane("first"), pane("second")));
  }

  private static Html pane(String id) {
    return Html.tag("div")
        .with("class", "pane")
        .of(HtmlPage.choice(id + "-tree", "Tree"), Html.tag("div").with("id", id + "-pane").of());
  }

  private List<Html> each() {
    StudyTree first = trees.get(0);
    return trees.stream()
        .map(
            tree ->
                Html.tag("article")
                    .with("data-tree", tree.name())
                    .of(
                        Html.tag("h3").of("Tree " + tree.name()),
                        TreeList.of(tree.tree()),
                        changes(TreeDifference.between(first.tree(), tree.tree()), first.name())))
        .toList();
  }

  private static Html changes(TreeDifference difference, String from) {
    if (difference.isEmpty()) {
      return Html.NOTHING;
    }
    return Html.join(
        Html.tag("p").of("Other than in tree " + from + ":"),
        Html.tag("ul")
            .of(difference.lines(WIDTH).stream().map(line -> Html.tag("li").of(line)).toList()));
  }
}
