package io.github.trunkrepro.runtime.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a value at a path of a document, as {@code general.optimizer[0].params.lr} names it: keys
 * with dots between, items of lists in brackets, other keys in quotes. Where a list may also be its
 * only item, {@code [0]} is that item.
 */
public final class NodePaths {
  private static final Pattern STEP =
      Pattern.compile("(?:^|(?<=.)\\.)(?:([\\w-]+)|\"([^\"]+)\")|\\[(\\d{1,6})\\]");

  private NodePaths() {}

  /** Whether a text is a path. */
  public static boolean isPath(String text) {
    return !steps(text).isEmpty();
  }

  /** The first key of a path. */
  public static String firstKey(String path) {
    return steps(path).get(0).key();
  }

  private record Step(String key, int index) {
    boolean isKey() {
      return key != null;
    }
  }

  /** The steps; none when the text is no path that begins with a key. */
  private static List<Step> steps(String path) {
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      String key = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      steps.add(new Step(key, key == null ? Integer.parseInt(matcher.group(3)) : 0));
      end = matcher.end();
    }
    boolean whole = end == path.length() && !steps.isEmpty() && steps.get(0).isKey();
    return whole ? steps : List.of();
  }

  /**
   * The document with a value at a path. Keys that are missing are added, so that whoever reads the
   * document says what is wrong with them.
   *
   * @param path one for which {@link #isPath} holds
   * @param problems gets what is at fault with a path that cannot be followed
   */
  public static Node put(Node document, String path, Node value, Problems problems) {
    return put(document, steps(path), value, path, problems);
  }

  private static Node put(Node node, List<Step> steps, Node value, String path, Problems problems) {
    if (steps.isEmpty()) {
      return value;
    }
    Step step = steps.get(0);
    List<Step> rest = steps.subList(1, steps.size());
    if (step.isKey()) {
      return putKey(node, step.key(), rest, value, path, problems);
    }
    if (!(node instanceof Node.Sequence sequence)) {
      if (step.index() == 0) {
        return put(node, rest, value, path, problems);
      }
      return mistake(value, path, "expected a list at " + node.at(), node, problems);
    }
    if (step.index() >= sequence.items().size()) {
      String items = "there are " + sequence.items().size() + " items at " + node.at();
      return mistake(value, path, items + ", no [" + step.index() + "]", problems);
    }
    List<Node> items = new ArrayList<>(sequence.items());
    items.set(step.index(), put(items.get(step.index()), rest, value, path, problems));
    return new Node.Sequence(node.at(), items);
  }

  private static Node putKey(
      Node node, String key, List<Step> rest, Node value, String path, Problems problems) {
    boolean absent = node instanceof Node.Scalar scalar && scalar.isNull();
    if (!absent && !(node instanceof Node.Mapping)) {
      return mistake(value, path, "expected a map at " + node.at(), node, problems);
    }
    List<Node.Entry> entries =
        new ArrayList<>(node instanceof Node.Mapping mapping ? mapping.entries() : List.of());
    Optional<Node.Entry> present =
        entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    Node below = present.map(Node.Entry::value).orElse(new Node.Scalar(value.at(), "", true));
    Node.Entry entry =
        new Node.Entry(
            key,
            present.map(Node.Entry::at).orElse(value.at()),
            put(below, rest, value, path, problems));
    if (present.isPresent()) {
      entries.set(entries.indexOf(present.get()), entry);
    } else {
      entries.add(entry);
    }
    return new Node.Mapping(node.at(), entries);
  }

  private static Node mistake(
      Node value, String path, String expected, Node found, Problems problems) {
    return mistake(value, path, expected + ", found " + found.description(), problems);
  }

  private static Node mistake(Node value, String path, String text, Problems problems) {
    problems.add(value.at(), path + ": " + text);
    return new Node.Broken(value.at());
  }
}
