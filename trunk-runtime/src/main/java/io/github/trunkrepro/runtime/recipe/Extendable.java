package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.document.Cursor;
import io.github.trunkrepro.runtime.document.Definitions;
import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recipe as an editor sees it, which knows one file: of a recipe that extends another only the
 * names of its keys are described, since what they lack stands elsewhere.
 *
 * @param whole a recipe in one piece
 */
record Extendable<T>(Schema<T> whole) implements Schema<T> {
  private static final String REQUIRED = "required";

  @Override
  public Optional<T> read(Cursor at) {
    return whole.read(at);
  }

  @Override
  public boolean accepts(Node node) {
    return whole.accepts(node);
  }

  @Override
  public String expected() {
    return whole.expected();
  }

  @Override
  public Map<String, Object> json(Definitions definitions) {
    Map<String, Object> json = whole.json(definitions);
    Map<String, Object> part = new LinkedHashMap<>(json);
    part.remove(REQUIRED);
    for (String keys : List.of("properties", "patternProperties")) {
      part.computeIfPresent(keys, (name, described) -> descriptions((Map<?, ?>) described));
    }
    return Map.of(
        "if", Map.of(REQUIRED, List.of(RecipeDocument.EXTENDS)), "then", part, "else", json);
  }

  private static Map<String, Object> descriptions(Map<?, ?> keys) {
    Map<String, Object> descriptions = new LinkedHashMap<>();
    keys.forEach(
        (key, value) ->
            descriptions.put(
                (String) key, Map.of("description", ((Map<?, ?>) value).get("description"))));
    return descriptions;
  }
}
