package io.github.trunkrepro.runtime.document;

import java.util.LinkedHashMap;
import java.util.Map;

/** The named parts ({@code $defs}) of a JSON Schema that is being written. */
public final class Definitions {
  private final Map<String, Object> definitions = new LinkedHashMap<>();

  /** A reference to a part, which is described if it was not yet. */
  Map<String, Object> refer(String name, Schema<?> schema) {
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of()); // ends the recursion of a schema that names itself
      definitions.put(name, schema.json(this));
    }
    return Map.of("$ref", "#/$defs/" + name);
  }

  /** A reference to what stands for any value until its property is known. */
  Map<String, Object> referToPlaceholder() {
    definitions.put(
        "placeholder", Map.of("type", "string", "pattern", Placeholders.PATTERN.pattern()));
    return Map.of("$ref", "#/$defs/placeholder");
  }

  /** A whole JSON Schema, draft 2020-12, as the text of a file. */
  public static String document(String title, String description, Schema<?> root) {
    Definitions definitions = new Definitions();
    Map<String, Object> json = new LinkedHashMap<>(root.json(definitions));
    json.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    json.put("title", title);
    json.put("description", description);
    json.put("$defs", definitions.definitions);
    return CanonicalJson.pretty(json);
  }
}
