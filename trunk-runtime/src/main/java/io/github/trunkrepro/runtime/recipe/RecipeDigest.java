package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.document.CanonicalJson;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Digest of a recipe: over its canonical form, in which every component of every record stands by
 * name, defaults included, and of the kinds of optimizers, layers and so on the name of the kind.
 */
public final class RecipeDigest {
  private RecipeDigest() {}

  /** Came later: absent, they leave the digests of older recipes as they were. */
  static final Set<String> ADDED =
      Set.of(
          "channels",
          "leakage",
          "lossOptions",
          "interpolation",
          "classSets",
          "official",
          "random",
          "normalization",
          "maxSize",
          "momentumCycle");

  /**
   * SHA-256 of the canonical form.
   *
   * @param treeDigest of the content of {@link Recipe#tree}
   */
  static String of(Recipe recipe, Optional<String> treeDigest) {
    return of(canonical(recipe), treeDigest);
  }

  /**
   * SHA-256 of a canonical form.
   *
   * @param canonical of the recipe
   * @param treeDigest of the content of {@link Recipe#tree}
   */
  static String of(Object canonical, Optional<String> treeDigest) {
    return CanonicalJson.digest(Map.of("recipe", canonical, "treeDigest", canonical(treeDigest)));
  }

  /**
   * The canonical form of a recipe or a part of it, a tree for {@link CanonicalJson}; not {@code
   * toString}, because that prints doubles differently before JDK 19.
   */
  public static Object canonical(Object value) {
    if (value instanceof Record record) {
      return record(record);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(RecipeDigest::canonical).toList();
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? List.of(canonical(optional.get())) : List.of();
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? List.of(optional.getAsInt()) : List.of();
    }
    return value;
  }

  private static Map<String, Object> record(Record record) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (record.getClass().getInterfaces().length > 0) {
      tree.put("kind", record.getClass().getSimpleName());
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = canonical(get(record, component));
      boolean unsaid = ADDED.contains(component.getName()) && value.equals(List.of());
      if (!unsaid && !isAbout(record.getClass(), component.getName())) {
        tree.put(component.getName(), value);
      }
    }
    return tree;
  }

  /** Whether a component is no part of the recipe but says something about it. */
  static boolean isAbout(Class<?> record, String component) {
    return (record == Recipe.class && component.equals("digest"))
        || (record == ClassSetOverride.class && component.equals("where"));
  }

  private static Object get(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " is not public", e);
    }
  }
}
