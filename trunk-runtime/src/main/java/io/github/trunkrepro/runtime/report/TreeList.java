package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A class tree as nested lists: an item for each inner node with its class names, and below it its
 * children; leaves beside supergroups share a last item. An inner node knows its place in {@link
 * ClassTree#nodes}.
 */
final class TreeList {
  private final List<String> names;
  private int next;

  private TreeList(List<String> names) {
    this.names = names;
  }

  static Html of(ClassTree tree) {
    TreeList list = new TreeList(tree.classNames());
    return Html.tag("ul").with("class", "tree").of(list.item(tree.root(), "root"));
  }

  private Html item(TreeNode node, String label) {
    Html.Tag item = Html.tag("li").with("data-node", Integer.toString(next++));
    Html title = Html.tag("span").with("class", "set").of(label);
    boolean shown = node.isFlat() && next > 1;
    return shown ? item.of(title) : item.of(title, Html.tag("ul").of(children(node)));
  }

  private List<Html> children(TreeNode node) {
    List<Html> items = new ArrayList<>();
    List<String> leaves = new ArrayList<>();
    for (TreeNode child : node.children()) {
      String label = String.join(", ", child.classes().names(names));
      if (child.isLeaf()) {
        leaves.add(label);
      } else {
        items.add(item(child, "{" + label + "}"));
      }
    }
    if (!leaves.isEmpty()) {
      items.add(Html.tag("li").of(String.join(", ", leaves)));
    }
    return items;
  }
}
