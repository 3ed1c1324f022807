package io.github.trunkrepro.runtime.tree;

import io.github.trunkrepro.runtime.document.Digests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a node is: the class sets on the way to it, the root's first, its own last. What happens in
 * another branch does not rename it.
 *
 * @param sets each a proper subset of the one before
 */
public record NodePath(List<ClassSet> sets) {
  private static final int LONGEST_FILE_NAME = 60;
  private static final int DIGEST_DIGITS = 16;

  /**
   * A path.
   *
   * @throws IllegalArgumentException when it is empty or a set is no proper subset of the one
   *     before
   */
  public NodePath {
    sets = List.copyOf(sets);
    if (sets.isEmpty()) {
      throw new IllegalArgumentException("a path begins at the root");
    }
    for (int i = 1; i < sets.size(); i++) {
      ClassSet parent = sets.get(i - 1);
      if (sets.get(i).size() >= parent.size() || !parent.containsAll(sets.get(i))) {
        throw new IllegalArgumentException(
            "{" + sets.get(i) + "} is no proper subset of {" + parent + "}");
      }
    }
  }

  /** The path of a root with these classes. */
  public static NodePath root(ClassSet classes) {
    return new NodePath(List.of(classes));
  }

  /**
   * The path with this {@link #id}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static NodePath parse(String id) {
    return new NodePath(
        Stream.of(id.split("/", -1))
            .map(set -> new ClassSet(Stream.of(set.split(",", -1)).map(Integer::valueOf).toList()))
            .toList());
  }

  /** The path of a child with these classes. */
  public NodePath child(ClassSet classes) {
    return new NodePath(Stream.concat(sets.stream(), Stream.of(classes)).toList());
  }

  /** The path of the parent; empty for the root. */
  public Optional<NodePath> parent() {
    return isRoot() ? Optional.empty() : Optional.of(new NodePath(sets.subList(0, depth())));
  }

  /** Classes of the node itself. */
  public ClassSet classes() {
    return sets.get(depth());
  }

  /** Whether this is the root. */
  public boolean isRoot() {
    return depth() == 0;
  }

  /** Steps from the root, which is at 0. */
  public int depth() {
    return sets.size() - 1;
  }

  /** The path in one line: {@code 0,1,2,3/0,2}. Keys and random streams are named by it. */
  public String id() {
    return sets.stream().map(ClassSet::toString).collect(Collectors.joining("/"));
  }

  /**
   * Name for the node's files, the same on every file system: {@code root}, {@code classes-0-13-24}
   * or, when that is long, its beginning and a digest. Two nodes of a tree never share it, because
   * they never share a class set.
   */
  public String fileName() {
    if (isRoot()) {
      return "root";
    }
    String name = "classes-" + classes().toString().replace(',', '-');
    if (name.length() <= LONGEST_FILE_NAME) {
      return name;
    }
    String digest = Digests.sha256(name.getBytes(StandardCharsets.US_ASCII));
    String head = name.substring(0, LONGEST_FILE_NAME - DIGEST_DIGITS - 1);
    return head.substring(0, head.lastIndexOf('-')) + "-" + digest.substring(0, DIGEST_DIGITS);
  }

  /** The node as it is shown to people: {@code root}, or its class names as {@code {0, O, Q}}. */
  public String label(List<String> classNames) {
    return isRoot() ? "root" : "{" + String.join(", ", classes().names(classNames)) + "}";
  }

  @Override
  public String toString() {
    return id();
  }
}
