package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.recipe.RecipeEdit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A variant: a recipe to train and to evaluate. It is plain data, and its result depends on nothing
 * but it, the recipe's file and the data set; so it may be done anywhere, in any order.
 *
 * @param name of the variant
 * @param settings label of the value on each axis
 * @param edits changes of the recipe, in order
 * @param groupingVolatility of all nodes; empty to leave that of the recipe
 */
public record StudyUnit(
    String name,
    Map<String, String> settings,
    List<RecipeEdit> edits,
    OptionalDouble groupingVolatility) {

  /** A unit with copies, in their order. */
  public StudyUnit {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    edits = List.copyOf(edits);
  }
}
