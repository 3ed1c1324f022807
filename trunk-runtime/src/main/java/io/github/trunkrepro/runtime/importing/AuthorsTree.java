package io.github.trunkrepro.runtime.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The tree of {@code target_map.json} with the node names of {@code inputs_to_models.json}.
 *
 * <p>The former has each class's way down the tree as indices of children, padded with -1. The
 * latter lists every node, leaves included, in the order of a walk that visits a node before its
 * children; so names are found by walking the same way, and each is held against the number of
 * outputs that stands beside it.
 *
 * @param nodes with a network of their own, parents first
 */
public record AuthorsTree(ClassTree tree, List<Node> nodes) {

  /** A tree with a copy of the list. */
  public AuthorsTree {
    nodes = List.copyOf(nodes);
  }

  /**
   * A node with a network of its own.
   *
   * @param name the authors' name, such as {@code sg5}
   * @param input shape of what it takes, as the file has it
   */
  public record Node(String name, NodePath path, TreeNode node, ImageShape input) {}

  /**
   * Reads the tree of a folder in the authors' layout.
   *
   * @param classNames by class index
   * @throws UserException of kind SETUP when its files are missing or do not fit each other
   */
  public static ClassTree read(Path folder, List<String> classNames) {
    return read(new AuthorsFolder(folder), classNames).tree();
  }

  /**
   * Reads both files.
   *
   * @param classNames by class index
   */
  static AuthorsTree read(AuthorsFolder folder, List<String> classNames) {
    List<List<Integer>> ways = ways(folder.json(AuthorsFolder.TARGET_MAP), classNames.size());
    List<Integer> labels = IntStream.range(0, ways.size()).boxed().toList();
    ClassTree tree = new ClassTree(classNames, node(ways, labels, 0));
    Walk walk = new Walk(folder.json(AuthorsFolder.SHAPES).properties().iterator());
    walk.visit(tree.rootPath(), tree.root());
    walk.requireEnd();
    return new AuthorsTree(tree, walk.nodes);
  }

  private static List<List<Integer>> ways(JsonNode map, int classes) {
    if (map.size() != classes) {
      throw mistake(
          AuthorsFolder.TARGET_MAP,
          "expected the %d classes of the recipe's data set, found %d"
              .formatted(classes, map.size()));
    }
    List<List<Integer>> ways = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      JsonNode way = map.path(String.valueOf(label));
      ways.add(
          way(way)
              .orElseThrow(
                  () ->
                      mistake(
                          AuthorsFolder.TARGET_MAP,
                          "expected a class's way as indices of children, then -1, found "
                              + shown(way))));
    }
    return ways;
  }

  private static Optional<List<Integer>> way(JsonNode node) {
    List<Integer> steps = new ArrayList<>();
    for (JsonNode step : node) {
      if (!step.isInt() || step.intValue() < -1) {
        return Optional.empty();
      }
      steps.add(step.intValue());
    }
    while (!steps.isEmpty() && steps.get(steps.size() - 1) == -1) {
      steps.remove(steps.size() - 1);
    }
    return steps.isEmpty() || steps.contains(-1) ? Optional.empty() : Optional.of(steps);
  }

  /** The node that these classes share; each call has fewer of them than its caller. */
  private static TreeNode node(List<List<Integer>> ways, List<Integer> labels, int depth) {
    if (labels.size() == 1 && ways.get(labels.get(0)).size() == depth) {
      return TreeNode.leaf(labels.get(0));
    }
    TreeMap<Integer, List<Integer>> children = new TreeMap<>();
    for (int label : labels) {
      if (ways.get(label).size() == depth) {
        throw mistake(
            AuthorsFolder.TARGET_MAP,
            "the way of class %d ends where those of classes %s go on".formatted(label, labels));
      }
      children.computeIfAbsent(ways.get(label).get(depth), c -> new ArrayList<>()).add(label);
    }
    List<Integer> firsts = children.values().stream().map(group -> group.get(0)).toList();
    if (children.size() < 2
        || children.firstKey() != 0
        || children.lastKey() != children.size() - 1
        || !firsts.stream().sorted().toList().equals(firsts)) {
      throw mistake(
          AuthorsFolder.TARGET_MAP,
          "expected the children of classes %s to be several, numbered from 0 in the order of their"
                  .formatted(labels)
              + " first classes, found "
              + children);
    }
    return TreeNode.of(
        children.values().stream().map(group -> node(ways, group, depth + 1)).toList());
  }

  /** Gives the nodes of the tree their names. */
  private static final class Walk {
    private final Iterator<Map.Entry<String, JsonNode>> entries;
    private final List<Node> nodes = new ArrayList<>();

    private Walk(Iterator<Map.Entry<String, JsonNode>> entries) {
      this.entries = entries;
    }

    private void visit(NodePath path, TreeNode node) {
      String what =
          "the " + (node.isLeaf() ? "leaf" : "node") + " of classes {" + node.classes() + "}";
      if (!entries.hasNext()) {
        throw mistake(AuthorsFolder.SHAPES, "it ends before " + what);
      }
      Map.Entry<String, JsonNode> entry = entries.next();
      int outputs = Math.max(1, node.children().size());
      if (entry.getValue().path(1).asInt(-1) != outputs
          || !entry.getKey().matches("[A-Za-z0-9_]+")) {
        throw mistake(
            AuthorsFolder.SHAPES,
            "expected %s next, with %d outputs, found \"%s\": %s"
                .formatted(what, outputs, entry.getKey(), shown(entry.getValue())));
      }
      if (!node.isLeaf()) {
        nodes.add(new Node(entry.getKey(), path, node, shape(entry)));
        node.children().forEach(child -> visit(path.child(child.classes()), child));
      }
    }

    private static ImageShape shape(Map.Entry<String, JsonNode> entry) {
      JsonNode shape = entry.getValue().path(0);
      if (shape.size() != 3 || !shape.valueStream().allMatch(JsonNode::isInt)) {
        throw mistake(
            AuthorsFolder.SHAPES,
            "expected channels, height and width that \"%s\" takes, found %s"
                .formatted(entry.getKey(), shown(shape)));
      }
      return new ImageShape(
          shape.get(0).intValue(), shape.get(1).intValue(), shape.get(2).intValue());
    }

    private void requireEnd() {
      if (entries.hasNext()) {
        throw mistake(
            AuthorsFolder.SHAPES,
            "\""
                + entries.next().getKey()
                + "\" is no node of the tree in "
                + AuthorsFolder.TARGET_MAP);
      }
    }
  }

  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  private static UserException mistake(String file, String text) {
    return new UserException(UserException.Kind.SETUP, file + ": " + text);
  }
}
