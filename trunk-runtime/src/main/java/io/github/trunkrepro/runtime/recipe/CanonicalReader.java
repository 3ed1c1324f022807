package io.github.trunkrepro.runtime.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Makes records of the canonical form that {@link RecipeDigest#canonical} makes of records. */
final class CanonicalReader {
  private CanonicalReader() {}

  /**
   * The recipe of a canonical form; what is no part of that form is empty.
   *
   * @throws IllegalArgumentException when it is not the form of a recipe
   */
  static Recipe recipe(JsonNode canonical) {
    return (Recipe) record(canonical, Recipe.class);
  }

  private static Object record(JsonNode node, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
    Object[] values =
        Stream.of(components)
            .map(
                component ->
                    RecipeDigest.isAbout(type, component.getName())
                        ? ""
                        : value(
                            node.path(component.getName()),
                            component.getGenericType(),
                            component.getName()))
            .toArray();
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + e, e);
    }
  }

  private static Object value(JsonNode node, Type type, String name) {
    if (node.isMissingNode() && !RecipeDigest.ADDED.contains(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() != Map.class) {
      Type item = generic.getActualTypeArguments()[0];
      List<Object> items = new ArrayList<>();
      node.forEach(element -> items.add(value(element, item, name)));
      return generic.getRawType() == Optional.class ? items.stream().findFirst() : items;
    }
    if (type == OptionalInt.class) {
      return node.isEmpty() ? OptionalInt.empty() : OptionalInt.of(node.path(0).intValue());
    }
    if (type instanceof Class<?> kind && kind.isRecord()) {
      return record(node, kind);
    }
    if (type instanceof Class<?> kinds && kinds.isSealed()) {
      return record(node, kind(node.path("kind").asText(), kinds));
    }
    try {
      return Json.mapper().treeToValue(node, Json.mapper().constructType(type));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("\"" + name + "\": " + e.getOriginalMessage(), e);
    }
  }

  private static Class<?> kind(String name, Class<?> kinds) {
    return Stream.of(kinds.getPermittedSubclasses())
        .filter(kind -> kind.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown kind \"" + name + "\""));
  }
}
