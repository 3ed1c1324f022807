package io.github.trunkrepro.runtime.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One key of an object, or all that match a pattern.
 *
 * @param <T> what {@link Values#get} gives for it
 */
public final class Field<T> {
  final String name;
  final Schema<?> schema;
  final String description;
  final boolean required;
  final Optional<Object> defaultValue;
  final Optional<Condition> condition;
  final Optional<Pattern> pattern;

  /** Turns what was read (nothing, where the key is absent) into the field's value. */
  final Function<Optional<?>, T> value;

  /** The field is there only for some values of another one. */
  record Condition(Field<?> on, List<?> values) {
    String words() {
      List<String> names = values.stream().map(v -> Json.name((Enum<?>) v)).toList();
      return on.name + " " + String.join(" or ", names);
    }

    /** JSON Schema; a field that is left out has its default. */
    Map<String, Object> json() {
      List<String> names = values.stream().map(v -> Json.name((Enum<?>) v)).toList();
      Map<String, Object> equal = Map.of("properties", Map.of(on.name, Map.of("enum", names)));
      boolean whenAbsent = on.defaultValue.map(values::contains).orElse(false);
      return whenAbsent
          ? equal
          : Map.of("properties", equal.get("properties"), "required", List.of(on.name));
    }
  }

  Field(
      String name,
      Schema<?> schema,
      String description,
      boolean required,
      Optional<Object> defaultValue,
      Optional<Condition> condition,
      Optional<Pattern> pattern,
      Function<Optional<?>, T> value) {
    this.name = name;
    this.schema = schema;
    this.description = description;
    this.required = required;
    this.defaultValue = defaultValue;
    this.condition = condition;
    this.pattern = pattern;
    this.value = value;
  }

  boolean matches(String key) {
    return pattern.map(p -> p.matcher(key).matches()).orElse(key.equals(name));
  }
}
