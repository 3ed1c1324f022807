package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
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

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  /** Reads the recipe, in this process: its mistakes are told before anything is launched. */
  final Recipe readRecipe() {
    return RecipeReader.read(recipe.toPath(), base(), recipeProperties());
  }

  final Map<String, String> recipeProperties() {
    return RecipeProperties.of(
        RecipeReader.placeholders(recipe.toPath(), base()), session.getUserProperties(), project);
  }

  final Path base() {
    return project.getBasedir().toPath();
  }
}
