package io.github.trunkrepro.runtime.tree;

import io.github.trunkrepro.runtime.document.Location;
import io.github.trunkrepro.runtime.document.Names;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.document.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a tree that a user gives, in the form of {@code tree.json} (see {@link ClassTree}) or the
 * same as YAML. The list {@code classes} may be left out.
 */
public final class TreeReader {
  private final List<String> classNames;
  private final Problems problems;
  private final Map<String, Location> seen = new LinkedHashMap<>();

  private TreeReader(List<String> classNames, Problems problems) {
    this.classNames = classNames;
    this.problems = problems;
  }

  /**
   * Reads a tree over the classes of a data set.
   *
   * @param name the file as it is shown to the user
   * @param classNames of the data set, by class index
   * @throws UserException of kind SETUP that lists every mistake with file, line and column: a
   *     class that does not exist, stands in two places or in none, a group of nothing, a group
   *     with a single member
   */
  public static ClassTree read(Path file, String name, List<String> classNames) {
    Problems problems = new Problems(name);
    Node document = YamlReader.read(file, name, problems);
    TreeReader reader = new TreeReader(classNames, problems);
    Optional<TreeNode> root = reader.document(document);
    problems.throwIfAny();
    return new ClassTree(classNames, root.orElseThrow());
  }

  private Optional<TreeNode> document(Node document) {
    Optional<Node> tree = document.find("tree");
    if (!(document instanceof Node.Mapping mapping) || tree.isEmpty()) {
      expected("a map with the key \"tree\"", document);
      return Optional.empty();
    }
    for (Node.Entry entry : mapping.entries()) {
      if (entry.key().equals("classes")) {
        sameClasses(entry.value());
      } else if (!entry.key().equals("tree")) {
        problems.add(entry.at(), "unknown key \"" + entry.key() + "\"; allowed: classes, tree");
      }
    }
    if (!(tree.get() instanceof Node.Sequence)) {
      expected("a list of classes and groups", tree.get());
      return Optional.empty();
    }
    Optional<TreeNode> root = node(tree.get());
    List<String> missing = classNames.stream().filter(c -> !seen.containsKey(c)).toList();
    if (!missing.isEmpty()) {
      problems.add(tree.get().at(), "the tree lacks " + quoted(missing));
    }
    return root;
  }

  private void sameClasses(Node classes) {
    List<String> found = new ArrayList<>();
    if (!(classes instanceof Node.Sequence sequence)) {
      expected("a list of class names", classes);
      return;
    }
    for (Node item : sequence.items()) {
      if (className(item).isPresent()) {
        found.add(className(item).get());
      } else {
        expected("a class name", item);
      }
    }
    List<String> missing = classNames.stream().filter(c -> !found.contains(c)).toList();
    if (!missing.isEmpty()) {
      problems.add(classes.at(), "the data set has classes that are not here: " + quoted(missing));
    }
    List<String> surplus = found.stream().filter(c -> !classNames.contains(c)).toList();
    if (!surplus.isEmpty()) {
      problems.add(classes.at(), "the data set has no classes " + quoted(surplus));
    }
  }

  private Optional<TreeNode> node(Node node) {
    if (node instanceof Node.Sequence group) {
      return group(group);
    }
    Optional<String> name = className(node);
    if (name.isEmpty()) {
      expected("a class name or a list of them", node);
      return Optional.empty();
    }
    int index = classNames.indexOf(name.get());
    if (index < 0) {
      // Of letters and digits any is one edit from any other.
      boolean word = name.get().length() > 2;
      problems.add(
          node.at(),
          "the data set has no class "
              + quoted(List.of(name.get()))
              + (word ? Names.didYouMean(name.get(), classNames) : ""));
      return Optional.empty();
    }
    Location first = seen.putIfAbsent(name.get(), node.at());
    if (first != null) {
      problems.add(
          node.at(), "class " + quoted(List.of(name.get())) + " stands at " + first + " already");
      return Optional.empty();
    }
    return Optional.of(TreeNode.leaf(index));
  }

  private Optional<TreeNode> group(Node.Sequence group) {
    List<Optional<TreeNode>> children = group.items().stream().map(this::node).toList();
    if (children.isEmpty()) {
      problems.add(group.at(), "a group needs at least two members, found an empty list");
    } else if (children.size() == 1) {
      problems.add(
          group.at(),
          "a group needs at least two members: with one it repeats itself and never ends;"
              + " remove this pair of brackets");
    }
    boolean whole = children.size() > 1 && children.stream().allMatch(Optional::isPresent);
    return whole
        ? Optional.of(TreeNode.of(children.stream().map(Optional::orElseThrow).toList()))
        : Optional.empty();
  }

  private static Optional<String> className(Node node) {
    return node instanceof Node.Scalar scalar && !scalar.isNull()
        ? Optional.of(scalar.text())
        : Optional.empty();
  }

  private void expected(String what, Node found) {
    if (!(found instanceof Node.Broken)) {
      problems.add(found.at(), "expected " + what + ", found " + found.description());
    }
  }

  private static String quoted(List<String> names) {
    int shown = 20;
    String text =
        String.join(
            ", ", names.stream().limit(shown).map(n -> '"' + TreeText.cut(n, 60) + '"').toList());
    return names.size() > shown ? text + " and " + (names.size() - shown) + " more" : text;
  }
}
