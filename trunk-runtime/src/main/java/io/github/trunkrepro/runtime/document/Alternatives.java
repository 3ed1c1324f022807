package io.github.trunkrepro.runtime.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Schemas of which one of several applies. */
final class Alternatives {
  private Alternatives() {}

  record FirstOf<T>(List<Schema<? extends T>> schemas) implements Schema<T> {
    @Override
    public Optional<T> read(Cursor at) {
      for (Schema<? extends T> schema : schemas) {
        if (schema.accepts(at.node())) {
          return schema.read(at).map(value -> value);
        }
      }
      at.expected(expected());
      return Optional.empty();
    }

    @Override
    public boolean accepts(Node node) {
      return schemas.stream().anyMatch(schema -> schema.accepts(node));
    }

    @Override
    public String expected() {
      return schemas.stream().map(Schema::expected).collect(Collectors.joining(" or "));
    }

    @Override
    public Map<String, Object> json(Definitions definitions) {
      return Map.of("anyOf", schemas.stream().map(schema -> schema.json(definitions)).toList());
    }
  }

  record WordOr<T>(String word, T value, Schema<T> other) implements Schema<T> {
    @Override
    public Optional<T> read(Cursor at) {
      if (at.node() instanceof Node.Scalar scalar) {
        if (scalar.text().equals(word)) {
          return Optional.of(value);
        }
        if (Names.nearest(scalar.text(), List.of(word)).isPresent()) {
          at.expected(expected(), Names.didYouMean(scalar.text(), List.of(word)));
          return Optional.empty();
        }
      }
      return other.read(at);
    }

    @Override
    public boolean accepts(Node node) {
      return node instanceof Node.Scalar || other.accepts(node);
    }

    @Override
    public String expected() {
      return word + " or " + other.expected();
    }

    @Override
    public Map<String, Object> json(Definitions definitions) {
      return Map.of("anyOf", List.of(Map.of("const", word), other.json(definitions)));
    }
  }

  /** Maps of two kinds: with a certain key, or without it. */
  record ByKey<T>(String key, Schema<T> with, Schema<T> without) implements Schema<T> {
    @Override
    public Optional<T> read(Cursor at) {
      boolean there = at.node() instanceof Node.Mapping map && map.entry(key).isPresent();
      return (there ? with : without).read(at);
    }

    @Override
    public boolean accepts(Node node) {
      return node instanceof Node.Mapping;
    }

    @Override
    public String expected() {
      return without.expected();
    }

    @Override
    public Map<String, Object> json(Definitions definitions) {
      return Map.of(
          "if",
          Map.of("required", List.of(key)),
          "then",
          with.json(definitions),
          "else",
          without.json(definitions));
    }
  }

  /** {@code {type: Adam, params: {lr: 0.1}}}. */
  record Typed<T>(Map<String, Schema<? extends T>> types) implements Schema<T> {
    @Override
    public Optional<T> read(Cursor at) {
      if (!(at.node() instanceof Node.Mapping mapping)) {
        at.expected(expected());
        return Optional.empty();
      }
      int before = at.problems().count();
      for (Node.Entry entry : mapping.entries()) {
        if (!entry.key().equals("type") && !entry.key().equals("params")) {
          ObjectSchema.unknownKey(at, entry, List.of("type", "params"));
        }
      }
      Optional<Node.Entry> type = mapping.entry("type");
      if (type.isEmpty()) {
        at.problem("\"type\" is missing; expected " + Scalars.choice(types).expected());
        return Optional.empty();
      }
      Optional<T> value =
          Scalars.choice(types)
              .read(at.key("type", type.get().value()))
              .flatMap(schema -> schema.read(params(at, mapping, type.get())));
      return at.problems().count() > before ? Optional.empty() : value;
    }

    private static Cursor params(Cursor at, Node.Mapping mapping, Node.Entry type) {
      Node none = new Node.Mapping(type.at(), List.of());
      return at.key("params", mapping.entry("params").map(Node.Entry::value).orElse(none));
    }

    @Override
    public boolean accepts(Node node) {
      return node instanceof Node.Mapping;
    }

    @Override
    public String expected() {
      return "a map of type and params";
    }

    @Override
    public Map<String, Object> json(Definitions definitions) {
      return Map.of(
          "oneOf",
          types.entrySet().stream()
              .map(type -> json(type.getKey(), type.getValue().json(definitions)))
              .toList());
    }

    private static Map<String, Object> json(String type, Map<String, Object> params) {
      return Map.of(
          "type",
          "object",
          "properties",
          Map.of("type", Map.of("const", type), "params", params),
          "required",
          params.containsKey("required") ? List.of("type", "params") : List.of("type"),
          "additionalProperties",
          false);
    }
  }

  /** {@code relu} or {@code conv: {out: 16, kernel: 3}}. */
  record Keyed<T>(String what, Map<String, Schema<? extends T>> kinds) implements Schema<T> {
    @Override
    public Optional<T> read(Cursor at) {
      if (at.node() instanceof Node.Scalar) {
        Node none = new Node.Mapping(at.node().at(), List.of());
        return Scalars.choice(kinds)
            .read(at)
            .flatMap(kind -> kind.read(new Cursor(none, at.path(), at.problems())));
      }
      if (!(at.node() instanceof Node.Mapping mapping) || mapping.entries().size() != 1) {
        at.expected(expected());
        return Optional.empty();
      }
      Node.Entry entry = mapping.entries().get(0);
      Schema<? extends T> kind = kinds.get(entry.key());
      if (kind == null) {
        ObjectSchema.unknownKey(at, entry, List.copyOf(kinds.keySet()));
        return Optional.empty();
      }
      return kind.read(at.key(entry.key(), entry.value())).map(value -> value);
    }

    @Override
    public boolean accepts(Node node) {
      return !(node instanceof Node.Sequence);
    }

    @Override
    public String expected() {
      return what + ": a name, or a map from one name to its parameters";
    }

    @Override
    public Map<String, Object> json(Definitions definitions) {
      List<Map<String, Object>> maps =
          kinds.entrySet().stream()
              .map(kind -> json(kind.getKey(), kind.getValue().json(definitions)))
              .toList();
      return Map.of("anyOf", maps);
    }

    private static Map<String, Object> json(String kind, Map<String, Object> params) {
      Map<String, Object> map =
          Map.of(
              "type",
              "object",
              "properties",
              Map.of(kind, params),
              "required",
              List.of(kind),
              "additionalProperties",
              false);
      return params.containsKey("required")
          ? map
          : Map.of("anyOf", List.of(Map.of("const", kind), map));
    }
  }
}
