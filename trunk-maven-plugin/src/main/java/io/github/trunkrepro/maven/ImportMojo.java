package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.importing.AuthorsImport;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Imports a tree that the authors' code trained (PyTorch checkpoints, likelihoods, groups) into the
 * output folder, verified against the recipe: from then on <code>trunk:infer</code> uses it as if
 * it had been trained here. Nothing in the files is executed, and no engine is needed.
 *
 * @since 0.1.0
 */
@Mojo(name = "import", threadSafe = true)
public class ImportMojo extends RecipeMojo {

  /**
   * Folder in the authors' layout: <code>target_map.json</code>, <code>*_supergroups.json</code>,
   * <code>model_weights</code> and <code>model_softmax</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.importFrom")
  File importFrom;

  @Override
  void run() {
    if (importFrom == null) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<importFrom> (trunk.importFrom) is missing: name the folder to import, as in"
              + " -Dtrunk.importFrom=FOLDER");
    }
    AuthorsImport.run(
            importFrom.toPath(), readRecipe(), base(), datasetsFolder(), outputDirectory.toPath())
        .forEach(getLog()::info);
  }
}
