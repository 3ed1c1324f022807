package io.github.trunkrepro.runtime.document;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ${name}} in the values of a document. They are replaced after the file is parsed, so that
 * a property's value can never become structure; the scalar keeps its place and, because {@code
 * "${name}"} needs quotes in many places, is then read as if it had none.
 */
public final class Placeholders {
  /** What a placeholder looks like. */
  static final Pattern PATTERN = Pattern.compile("\\$\\{([^{}]*)\\}");

  private Placeholders() {}

  /** Names of all placeholders in the values below {@code node}. */
  public static SortedSet<String> names(Node node) {
    SortedSet<String> names = new TreeSet<>();
    collect(node, names);
    return names;
  }

  private static void collect(Node node, SortedSet<String> names) {
    if (node instanceof Node.Scalar scalar) {
      PATTERN.matcher(scalar.text()).results().forEach(match -> names.add(match.group(1)));
    } else if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> collect(item, names));
    } else if (node instanceof Node.Mapping mapping) {
      mapping.entries().forEach(entry -> collect(entry.value(), names));
    }
  }

  /**
   * The same document with values put in; those without a property become {@link Node.Broken}.
   *
   * @param properties value of a property by its name
   */
  public static Node replace(
      Node node, Function<String, Optional<String>> properties, Problems problems) {
    if (node instanceof Node.Sequence sequence) {
      List<Node> items =
          sequence.items().stream().map(item -> replace(item, properties, problems)).toList();
      return new Node.Sequence(node.at(), items);
    }
    if (node instanceof Node.Mapping mapping) {
      List<Node.Entry> entries =
          mapping.entries().stream()
              .map(
                  entry ->
                      new Node.Entry(
                          entry.key(), entry.at(), replace(entry.value(), properties, problems)))
              .toList();
      return new Node.Mapping(node.at(), entries);
    }
    return node instanceof Node.Scalar scalar ? replaceIn(scalar, properties, problems) : node;
  }

  private static Node replaceIn(
      Node.Scalar scalar, Function<String, Optional<String>> properties, Problems problems) {
    int before = problems.count();
    Matcher matcher = PATTERN.matcher(scalar.text());
    if (!matcher.find()) {
      return scalar;
    }
    String text =
        matcher.replaceAll(
            match -> {
              Optional<String> value = properties.apply(match.group(1));
              if (value.isEmpty()) {
                problems.add(
                    scalar.at(),
                    "no property has the name "
                        + Node.Scalar.quoted(match.group(1))
                        + "; set it in the pom or with -D"
                        + match.group(1)
                        + "=…");
                return "";
              }
              return Matcher.quoteReplacement(value.get());
            });
    return problems.count() > before
        ? new Node.Broken(scalar.at())
        : new Node.Scalar(scalar.at(), text, true);
  }
}
