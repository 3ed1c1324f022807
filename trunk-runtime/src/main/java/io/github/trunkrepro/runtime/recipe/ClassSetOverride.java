package io.github.trunkrepro.runtime.recipe;

import java.util.List;

/**
 * Hyperparameters of the node that has exactly these classes.
 *
 * @param classes class names, sorted
 * @param where file, line and column of the key in the recipe, for messages
 */
public record ClassSetOverride(
    List<String> classes, NodeHyperparameters hyperparameters, String where) {
  public ClassSetOverride {
    classes = List.copyOf(classes);
  }
}
