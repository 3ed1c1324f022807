package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.report.Preview;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows what the recipe does to training images: a picture for each class, originals beside what
 * the transforms make of them, and the range of the values that a network sees. It needs no engine.
 *
 * @since 0.1.0
 */
@Mojo(name = "preview", threadSafe = true)
public class PreviewMojo extends RecipeMojo {
  private static final int MOST = 100;

  /**
   * Images of each class, from 1 to 100.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.perClass", defaultValue = "4")
  int perClass;

  /**
   * Augmented versions of each image, from 1 to 100.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.versions", defaultValue = "8")
  int versions;

  @Override
  void run() {
    check("perClass", perClass);
    check("versions", versions);
    Recipe recipe = readRecipe();
    Path folder = outputDirectory.toPath().resolve("preview");
    new Preview(recipe, read(recipe)).write(folder, perClass, versions).forEach(getLog()::info);
  }

  private Dataset read(Recipe recipe) {
    return Datasets.read(
        recipe.source().fetchedInto(datasetsFolder()),
        base(),
        new Reading(
            recipe.train().perClass(),
            recipe.test().perClass(),
            recipe.seed(),
            recipe.readingSteps(),
            PixelRoom.inMemory()));
  }

  private static void check(String parameter, int value) {
    if (value < 1 || value > MOST) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<%s> (trunk.%s) is %d; it must be from 1 to %d."
              .formatted(parameter, parameter, value, MOST));
    }
  }
}
