package io.github.trunkrepro.runtime.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A map with known keys. They are defined when they are asked for first: of all the transforms,
 * optimizers and layers that there are, a document names a few, and a build waits for the rest.
 */
final class ObjectSchema<T> implements Schema<T> {
  private final Function<Fields, Function<Values, T>> definition;
  private Optional<Keys<T>> defined = Optional.empty();

  /** What may stand in the map, and what becomes of it. */
  private record Keys<T>(List<Field<?>> fields, Function<Values, T> build) {}

  ObjectSchema(Function<Fields, Function<Values, T>> definition) {
    this.definition = definition;
  }

  private synchronized Keys<T> keys() {
    if (defined.isEmpty()) {
      Fields fields = new Fields();
      Function<Values, T> build = definition.apply(fields);
      defined = Optional.of(new Keys<>(List.copyOf(fields.all()), build));
    }
    return defined.get();
  }

  @Override
  public Optional<T> read(Cursor at) {
    if (!(at.node() instanceof Node.Mapping mapping)) {
      at.expected(expected());
      return Optional.empty();
    }
    Keys<T> keys = keys();
    List<Field<?>> fields = keys.fields();
    int before = at.problems().count();
    boolean whole = true;
    Map<Field<?>, Object> read = new HashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      Optional<Field<?>> field = fields.stream().filter(f -> f.matches(entry.key())).findFirst();
      if (field.isPresent()) {
        whole &= read(field.get(), at, entry, read);
      } else {
        unknownKey(at, entry, fields.stream().map(f -> f.name).toList());
      }
    }
    fields.forEach(field -> checkPresence(field, at, mapping, read));
    if (!whole || at.problems().count() > before) {
      return Optional.empty();
    }
    T value = keys.build().apply(new Values(at, mapping, read));
    return at.problems().count() > before ? Optional.empty() : Optional.of(value);
  }

  private static boolean read(
      Field<?> field, Cursor at, Node.Entry entry, Map<Field<?>, Object> read) {
    Optional<?> value = field.schema.read(at.key(entry.key(), entry.value()));
    if (value.isEmpty()) {
      return false;
    }
    if (field.pattern.isEmpty()) {
      read.put(field, value.get());
      return true;
    }
    List<Object> all = new ArrayList<>((List<?>) read.getOrDefault(field, List.of()));
    all.add(new Values.Keyed<>(entry.key(), entry.at(), value.get()));
    read.put(field, all);
    return true;
  }

  private static void checkPresence(
      Field<?> field, Cursor at, Node.Mapping mapping, Map<Field<?>, Object> read) {
    Optional<Node.Entry> entry = mapping.entry(field.name);
    if (field.condition.isPresent()) {
      Field.Condition condition = field.condition.get();
      Optional<Object> value =
          mapping.entry(condition.on().name).isPresent()
              ? Optional.ofNullable(read.get(condition.on()))
              : condition.on().defaultValue;
      if (value.isEmpty()) {
        return; // that there is no good value to judge by is already reported
      }
      if (!condition.values().contains(value.get())) {
        entry.ifPresent(
            e -> at.problem(e.at(), quoted(field.name) + " is only for " + condition.words()));
        return;
      }
    }
    if (field.required && entry.isEmpty()) {
      String why = field.condition.map(c -> " for " + c.words()).orElse("");
      at.problem(
          quoted(field.name) + " is missing" + why + "; expected " + field.schema.expected());
    }
  }

  /** Reports a key that nobody knows. */
  static void unknownKey(Cursor at, Node.Entry entry, List<String> allowed) {
    String known = allowed.isEmpty() ? "none is allowed here" : String.join(", ", allowed);
    at.problem(
        entry.at(),
        "unknown key "
            + Node.Scalar.quoted(entry.key())
            + "; "
            + (allowed.isEmpty() ? known : "allowed here: " + known)
            + Names.didYouMean(entry.key(), allowed));
  }

  private static String quoted(String name) {
    return '"' + name + '"';
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
    List<Field<?>> fields = keys().fields();
    Map<String, Object> properties = new LinkedHashMap<>();
    Map<String, Object> patterns = new LinkedHashMap<>();
    List<Object> conditions = new ArrayList<>();
    for (Field<?> field : fields) {
      Map<String, Object> json = new LinkedHashMap<>(field.schema.json(definitions));
      json.put("description", field.description);
      field.defaultValue.ifPresent(value -> json.put("default", value));
      if (field.pattern.isPresent()) {
        patterns.put("^(?:" + field.pattern.get() + ")$", json);
      } else {
        properties.put(field.name, json);
      }
      field.condition.ifPresent(
          condition -> {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("if", condition.json());
            if (field.required) {
              rule.put("then", Map.of("required", List.of(field.name)));
            }
            rule.put("else", Map.of("properties", Map.of(field.name, false)));
            conditions.add(rule);
          });
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "object");
    json.put("properties", properties);
    json.put("additionalProperties", false);
    List<String> required =
        fields.stream().filter(f -> f.required && f.condition.isEmpty()).map(f -> f.name).toList();
    if (!required.isEmpty()) {
      json.put("required", required);
    }
    if (!patterns.isEmpty()) {
      json.put("patternProperties", patterns);
    }
    if (!conditions.isEmpty()) {
      json.put("allOf", conditions);
    }
    return json;
  }
}
