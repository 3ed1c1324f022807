package io.github.trunkrepro.runtime.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;
import java.util.TreeMap;

/** A JSON document as its leaves: scalars, and containers that are empty. */
public final class JsonLeaves {
  private JsonLeaves() {}

  /** The leaves by JSON pointer (RFC 6901), sorted. */
  public static SortedMap<String, JsonNode> of(JsonNode document) {
    SortedMap<String, JsonNode> leaves = new TreeMap<>();
    collect(document, "", leaves);
    return leaves;
  }

  private static void collect(JsonNode node, String pointer, SortedMap<String, JsonNode> leaves) {
    if (node.isEmpty()) {
      leaves.put(pointer, node);
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              entry -> collect(entry.getValue(), pointer + "/" + escaped(entry.getKey()), leaves));
    } else {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), pointer + "/" + i, leaves);
      }
    }
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
