package io.github.trunkrepro.runtime.document;

import java.util.regex.Pattern;

/**
 * The place in a document where a {@link Schema} is reading.
 *
 * @param path keys and indices that lead here, as shown to the user; empty at the root
 */
public record Cursor(Node node, String path, Problems problems) {
  private static final Pattern SIMPLE_KEY = Pattern.compile("[\\w-]+");

  /** The root of a document. */
  public static Cursor root(Node node, Problems problems) {
    return new Cursor(node, "", problems);
  }

  /** The value of a key. */
  Cursor key(String key, Node value) {
    String shown = SIMPLE_KEY.matcher(key).matches() ? key : Node.Scalar.quoted(key);
    return new Cursor(value, path.isEmpty() ? shown : path + "." + shown, problems);
  }

  /** An item of a list. */
  Cursor item(int index, Node item) {
    return new Cursor(item, path + "[" + index + "]", problems);
  }

  /** Reports a mistake here. */
  public void problem(String text) {
    problem(node.at(), text);
  }

  /** Reports a mistake that belongs here but stands elsewhere, at a key for instance. */
  void problem(Location at, String text) {
    problems.add(at, path.isEmpty() ? text : path + ": " + text);
  }

  /** Reports that something else should stand here, unless it is known that nothing good does. */
  void expected(String what) {
    expected(what, "");
  }

  /** The same with an addition, as {@code ; did you mean "Adam"?}. */
  void expected(String what, String addition) {
    if (!(node instanceof Node.Broken)) {
      problem("expected " + what + ", found " + node.description() + addition);
    }
  }
}
