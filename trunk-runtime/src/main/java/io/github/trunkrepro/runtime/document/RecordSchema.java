package io.github.trunkrepro.runtime.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The JSON Schema (draft 2020-12) of what {@link Json} reads into a record and writes of it: made
 * of the record's components, by which Jackson binds too, so that neither can say what the other
 * does not.
 */
public final class RecordSchema {
  private static final Map<Class<?>, String> SCALARS =
      Map.of(
          String.class, "string",
          int.class, "integer",
          Integer.class, "integer",
          long.class, "integer",
          Long.class, "integer",
          double.class, "number",
          Double.class, "number",
          BigDecimal.class, "number",
          boolean.class, "boolean",
          Boolean.class, "boolean");

  private final Map<Class<?>, Object> written;
  private final Map<String, Object> definitions = new TreeMap<>();

  private RecordSchema(Map<Class<?>, Object> written) {
    this.written = written;
  }

  /**
   * The schema of a record, as readable JSON.
   *
   * @param version what its component {@code version} always is
   * @param written schemas of types that write themselves
   */
  public static String of(
      Class<? extends Record> type,
      String title,
      String description,
      String version,
      Map<Class<?>, Object> written) {
    RecordSchema schema = new RecordSchema(written);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.put("title", title);
    document.put("description", description);
    document.putAll(schema.object(type));
    properties(document).put("version", Map.of("const", version));
    document.put("$defs", schema.definitions);
    return ReadableJson.write(document);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> properties(Map<String, Object> object) {
    return (Map<String, Object>) object.get("properties");
  }

  private Map<String, Object> object(Class<?> type) {
    Map<String, Object> properties = new TreeMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      properties.put(component.getName(), schema(component.getGenericType()));
      // A missing Optional is read as an empty one, but a writer that leaves nothing out has it.
      if (!component.getAccessor().isAnnotationPresent(JsonInclude.class)) {
        required.add(component.getName());
      }
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", "object");
    object.put("properties", properties);
    object.put("required", required);
    object.put("additionalProperties", false);
    return object;
  }

  private Object schema(Type type) {
    if (type instanceof ParameterizedType generic) {
      return container((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
    }
    Class<?> plain = (Class<?>) type;
    if (written.containsKey(plain)) {
      return reference(plain, written.get(plain));
    }
    if (SCALARS.containsKey(plain)) {
      return Map.of("type", SCALARS.get(plain));
    }
    if (plain.isEnum()) {
      return Map.of(
          "enum",
          Arrays.stream(plain.getEnumConstants())
              .map(constant -> Json.name((Enum<?>) constant))
              .toList());
    }
    if (plain.isRecord()) {
      if (!definitions.containsKey(plain.getSimpleName())) {
        // Before its content, which may have it again.
        definitions.put(plain.getSimpleName(), Map.of());
        definitions.put(plain.getSimpleName(), object(plain));
      }
      return reference(plain);
    }
    throw new IllegalArgumentException("no schema for " + type);
  }

  private Object container(Class<?> raw, Type[] of) {
    if (Map.class.isAssignableFrom(raw)) {
      return Map.of("type", "object", "additionalProperties", schema(of[1]));
    }
    if (List.class.isAssignableFrom(raw)) {
      return Map.of("type", "array", "items", schema(of[0]));
    }
    if (raw == Optional.class) {
      return Map.of("anyOf", List.of(Map.of("type", "null"), schema(of[0])));
    }
    throw new IllegalArgumentException("no schema for " + raw);
  }

  private Object reference(Class<?> type, Object schema) {
    definitions.put(type.getSimpleName(), schema);
    return reference(type);
  }

  private static Object reference(Class<?> type) {
    return Map.of("$ref", "#/$defs/" + type.getSimpleName());
  }
}
