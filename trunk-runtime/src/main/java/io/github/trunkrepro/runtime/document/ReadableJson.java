package io.github.trunkrepro.runtime.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The content of {@link CanonicalJson}, laid out for people and for {@code diff}: what fits on a
 * line stays on it, the rest (and always the outermost) has a line for each element. The same bytes
 * on every Java.
 */
public final class ReadableJson {
  private static final int WIDTH = 100;

  private ReadableJson() {}

  /** Looks at the components of a record that is to be written; the mapper keeps what it finds. */
  public static void prepare(Class<?> type) {
    Json.mapper().writerFor(type);
  }

  /** A value in an object or array; its label is the quoted key, or empty. */
  private record Element(String label, JsonNode value) {}

  /**
   * JSON text with a final line feed.
   *
   * @param tree maps, lists, strings, numbers, booleans, null, or records of these
   * @throws IllegalArgumentException when it holds {@code NaN} or an infinity, or is no such tree
   */
  public static String write(Object tree) {
    return layout(Json.mapper().valueToTree(tree), 0, 0) + "\n";
  }

  /**
   * Lays out one node.
   *
   * @param indent of the line that the node begins on
   * @param used columns that are taken on that line, beyond the indent
   */
  private static String layout(JsonNode node, int indent, int used) {
    if (!node.isContainerNode()) {
      return scalar(node);
    }
    if (node.isEmpty()) {
      return bracketed(node, "");
    }
    boolean outermost = indent == 0;
    Optional<String> flat = outermost ? Optional.empty() : flat(node, WIDTH - indent - used - 1);
    if (flat.isPresent()) {
      return flat.get();
    }
    String margin = "\n" + " ".repeat(indent + 2);
    String inner =
        elements(node).stream()
            .map(e -> margin + e.label + layout(e.value, indent + 2, e.label.length()))
            .collect(Collectors.joining(","));
    return bracketed(node, inner + "\n" + " ".repeat(indent));
  }

  /** The node on one line; empty when that is longer, which is seen early. */
  private static Optional<String> flat(JsonNode node, int width) {
    if (!node.isContainerNode()) {
      return Optional.of(scalar(node)).filter(text -> text.length() <= width);
    }
    StringBuilder inner = new StringBuilder();
    for (Element element : elements(node)) {
      inner.append(inner.isEmpty() ? "" : ", ").append(element.label);
      Optional<String> value = flat(element.value, width - inner.length() - 2);
      if (value.isEmpty()) {
        return value;
      }
      inner.append(value.get());
    }
    return Optional.of(bracketed(node, inner.toString())).filter(text -> text.length() <= width);
  }

  private static String bracketed(JsonNode node, String inner) {
    return node.isObject() ? "{" + inner + "}" : "[" + inner + "]";
  }

  private static List<Element> elements(JsonNode node) {
    List<Element> elements = new ArrayList<>();
    if (node.isObject()) {
      node.properties().stream()
          .sorted(Comparator.comparing(entry -> entry.getKey()))
          .forEach(e -> elements.add(new Element(scalar(e.getKey()) + ": ", e.getValue())));
    } else {
      node.forEach(item -> elements.add(new Element("", item)));
    }
    return elements;
  }

  private static String scalar(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
