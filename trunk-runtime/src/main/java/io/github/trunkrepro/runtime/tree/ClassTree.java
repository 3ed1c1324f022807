package io.github.trunkrepro.runtime.tree;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.ReadableJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tree over the classes of a data set. Its JSON holds the class names, and the tree as nested
 * lists of them: a name is a leaf, a list is a node, the outermost list is the root.
 *
 * <pre>{"classes": ["0", "1", "O"], "tree": [["0", "O"], "1"]}</pre>
 *
 * @param classNames by class index; unique
 * @param root the node of all classes
 */
public record ClassTree(List<String> classNames, TreeNode root) {

  /**
   * A tree.
   *
   * @throws IllegalArgumentException when names repeat, there are fewer than two or the root is not
   *     of all classes
   */
  public ClassTree {
    classNames = List.copyOf(classNames);
    if (new HashSet<>(classNames).size() != classNames.size()) {
      throw new IllegalArgumentException("class names must be unique: " + classNames);
    }
    if (classNames.size() < 2) {
      throw new IllegalArgumentException("a tree has at least two classes, found " + classNames);
    }
    if (!root.classes().equals(ClassSet.all(classNames.size()))) {
      throw new IllegalArgumentException(
          "the root has the classes {%s} of %d".formatted(root.classes(), classNames.size()));
    }
  }

  /** The tree that is only a root. */
  public static ClassTree flat(List<String> classNames) {
    return new ClassTree(classNames, TreeNode.flat(ClassSet.all(classNames.size())));
  }

  /** Path of the root. */
  public NodePath rootPath() {
    return NodePath.root(root.classes());
  }

  /** Nodes that have a network of their own: all but the leaves, parents first. */
  public Map<NodePath, TreeNode> nodes() {
    Map<NodePath, TreeNode> nodes = new LinkedHashMap<>();
    collect(rootPath(), root, nodes);
    return Collections.unmodifiableMap(nodes);
  }

  private static void collect(NodePath path, TreeNode node, Map<NodePath, TreeNode> nodes) {
    if (!node.isLeaf()) {
      nodes.put(path, node);
      node.children().forEach(child -> collect(path.child(child.classes()), child, nodes));
    }
  }

  /** The node at a path, leaves included. */
  public Optional<TreeNode> node(NodePath path) {
    Optional<TreeNode> node = Optional.of(root).filter(r -> r.classes().equals(path.sets().get(0)));
    for (ClassSet set : path.sets().subList(1, path.sets().size())) {
      node =
          node.flatMap(
              parent ->
                  parent.children().stream()
                      .filter(child -> child.classes().equals(set))
                      .findFirst());
    }
    return node;
  }

  /** Steps from the root to the deepest leaf; 1 for a tree that is only a root. */
  public int depth() {
    return root.depth();
  }

  /** The tree for a console, as {@link TreeText} draws it, at most {@code width} columns. */
  public String render(int width) {
    return String.join("\n", TreeText.lines(this, width)) + "\n";
  }

  /** Writes the tree's JSON, laid out so that a change of one group changes few lines. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }

  /** The tree as the JSON of a manifest or {@code tree.json}. */
  @JsonValue
  public Map<String, Object> toJson() {
    return Map.of("classes", classNames, "tree", nested(root));
  }

  private Object nested(TreeNode node) {
    return node.isLeaf()
        ? classNames.get(node.classes().first())
        : node.children().stream().map(this::nested).toList();
  }

  /**
   * The tree of such JSON, when it is our own; what a user wrote is read by {@link TreeReader}.
   *
   * @throws IllegalArgumentException when it is no tree
   */
  @JsonCreator
  public static ClassTree fromJson(Map<String, Object> json) {
    if (!(json.get("classes") instanceof List<?> classes)
        || !(json.get("tree") instanceof List<?> tree)
        || json.size() != 2) {
      throw new IllegalArgumentException("expected the lists \"classes\" and \"tree\"");
    }
    List<String> names = classes.stream().map(String::valueOf).toList();
    return new ClassTree(names, node(tree, names));
  }

  private static TreeNode node(Object nested, List<String> names) {
    if (nested instanceof List<?> children) {
      return TreeNode.of(children.stream().map(child -> node(child, names)).toList());
    }
    int index = nested instanceof String name ? names.indexOf(name) : -1;
    if (index < 0) {
      throw new IllegalArgumentException("there is no class " + nested);
    }
    return TreeNode.leaf(index);
  }
}
