package io.github.trunkrepro.runtime.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The content of {@link CanonicalJson}, laid out for people and for {@code diff}: what fits on a
 * line stays on it, the rest (and always the outermost) has a line for each element. The same bytes
 * on every Java.
 */
public final class ReadableJson {
  private static final int WIDTH = 100;

  private ReadableJson() {}

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
    String flat = flat(node);
    boolean outermost = indent == 0;
    if (node.isEmpty() || (!outermost && indent + used + flat.length() < WIDTH)) {
      return flat;
    }
    String margin = "\n" + " ".repeat(indent + 2);
    String inner =
        elements(node).stream()
            .map(e -> margin + e.label + layout(e.value, indent + 2, e.label.length()))
            .collect(Collectors.joining(","));
    return bracketed(node, inner + "\n" + " ".repeat(indent));
  }

  private static String flat(JsonNode node) {
    if (!node.isContainerNode()) {
      return scalar(node);
    }
    return bracketed(
        node,
        elements(node).stream()
            .map(e -> e.label + flat(e.value))
            .collect(Collectors.joining(", ")));
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
