package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeEdit;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** A goal that reads the project's recipe. */
abstract class RecipeMojo extends ResultMojo {

  /**
   * The recipe: all that is declared of the experiment.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "trunk.recipe",
      defaultValue = "${project.basedir}/src/trunk/experiment.yaml")
  File recipe;

  /**
   * Folder in which trained nodes are kept for later runs, and natives are unpacked. It may be
   * shared by projects, and what comes out of it is verified. The default is <code>trunk</code> in
   * the user's cache folder: <code>$XDG_CACHE_HOME</code> or <code>~/.cache</code>, on macOS <code>
   * ~/Library/Caches</code>, on Windows <code>%LOCALAPPDATA%</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.cache")
  File cache;

  /**
   * Folder into which <code>trunk:fetch</code> puts the data sets that recipes name, a folder for
   * each. The default is <code>datasets</code> in the cache's folder.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.datasets")
  File datasets;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  private Optional<Map<String, String>> recipeProperties = Optional.empty();

  /** Reads the recipe, in this process: its mistakes are told before anything is launched. */
  final Recipe readRecipe() {
    return readRecipe(List.of());
  }

  /** Reads the recipe with a study's changes. */
  final Recipe readRecipe(List<RecipeEdit> edits) {
    return RecipeReader.read(recipe.toPath(), base(), recipeProperties(), edits);
  }

  final Map<String, String> recipeProperties() {
    if (recipeProperties.isEmpty()) {
      recipeProperties =
          Optional.of(
              RecipeReader.properties(
                  recipe.toPath(),
                  base(),
                  name -> RecipeProperties.value(name, session.getUserProperties(), project)));
    }
    return recipeProperties.get();
  }

  final Path cacheFolder() {
    return cache == null ? UserCacheFolder.find() : cache.toPath();
  }

  /** Where {@code trunk:fetch} puts the data sets that recipes name. */
  final Path datasetsFolder() {
    return DatasetsFolder.find(datasets, cacheFolder()).toAbsolutePath();
  }

  final Path base() {
    return project.getBasedir().toPath();
  }
}
