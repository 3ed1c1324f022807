package io.github.trunkrepro.runtime.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.Json;
import java.util.Optional;

/**
 * A recipe as it was understood, {@code recipe.json}: whoever has it needs neither the recipe nor
 * the files that it names, nor the images, to use what was trained.
 *
 * @param version of the format
 * @param images shape of the data set's images, before transforms
 * @param recipe canonical form, see {@link RecipeDigest#canonical}
 * @param treeDigest SHA-256 of the given tree's file; empty when none was given
 */
public record RecipeFile(
    String version, ImageShape images, JsonNode recipe, Optional<String> treeDigest) {

  /** Version of the format that this class writes. */
  public static final String VERSION = "1";

  /** The file of a recipe. */
  public static RecipeFile of(Recipe recipe, Optional<String> treeDigest, ImageShape images) {
    return new RecipeFile(
        VERSION, images, Json.mapper().valueToTree(RecipeDigest.canonical(recipe)), treeDigest);
  }

  /** {@link Recipe#digest} of what stands here. */
  public String digest() {
    return RecipeDigest.of(recipe, treeDigest);
  }

  /**
   * The recipe.
   *
   * @throws IllegalArgumentException when it is not one that this version understands
   */
  public Recipe read() {
    return CanonicalReader.recipe(recipe).withDigest(digest());
  }
}
