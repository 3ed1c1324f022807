package io.github.trunkrepro.runtime.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Schemas of lists and of maps from names to values of one kind. */
final class Containers {
  private Containers() {}

  record ListOf<T>(int min, int max, Schema<T> item) implements Schema<List<T>> {
    @Override
    public Optional<List<T>> read(Cursor at) {
      if (!(at.node() instanceof Node.Sequence sequence)) {
        at.expected(expected());
        return Optional.empty();
      }
      int size = sequence.items().size();
      if (size < min || size > max) {
        at.problem("expected " + expected() + ", found " + size);
        return Optional.empty();
      }
      List<T> values = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        item.read(at.item(i, sequence.items().get(i))).ifPresent(values::add);
      }
      return values.size() == size ? Optional.of(values) : Optional.empty();
    }

    @Override
    public boolean accepts(Node node) {
      return node instanceof Node.Sequence;
    }

    @Override
    public String expected() {
      if (min == max) {
        return "a list of " + min;
      }
      String most = max == Integer.MAX_VALUE ? "" : " and at most " + max;
      return min == 0 ? "a list" + most : "a list of at least " + min + most;
    }

    @Override
    public Map<String, Object> json(Definitions definitions) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("type", "array");
      json.put("items", item.json(definitions));
      if (min > 0) {
        json.put("minItems", min);
      }
      if (max < Integer.MAX_VALUE) {
        json.put("maxItems", max);
      }
      return json;
    }
  }

  record MapOf<T>(Schema<T> value) implements Schema<Map<String, T>> {
    @Override
    public Optional<Map<String, T>> read(Cursor at) {
      if (!(at.node() instanceof Node.Mapping mapping)) {
        at.expected(expected());
        return Optional.empty();
      }
      Map<String, T> values = new LinkedHashMap<>();
      for (Node.Entry entry : mapping.entries()) {
        value
            .read(at.key(entry.key(), entry.value()))
            .ifPresent(read -> values.put(entry.key(), read));
      }
      return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
    }

    @Override
    public boolean accepts(Node node) {
      return node instanceof Node.Mapping;
    }

    @Override
    public String expected() {
      return "a map";
    }

    @Override
    public Map<String, Object> json(Definitions definitions) {
      return Map.of("type", "object", "additionalProperties", value.json(definitions));
    }
  }
}
