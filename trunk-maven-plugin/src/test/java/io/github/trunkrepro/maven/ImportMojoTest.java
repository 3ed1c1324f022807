package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class ImportMojoTest extends GoalTest {
  private ImportMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "import")
  void prepareGoal(ImportMojo injected) throws IOException {
    mojo = injected;
    writeRecipe(Recipes.IMPORT);
    mojo.recipe = recipe().toFile();
    mojo.project.setFile(folder.resolve("pom.xml").toFile());
    mojo.project.getProperties().setProperty("seed", "7");
    place(mojo);
  }

  @Test
  void importsAndTellsTheTree() throws Exception {
    mojo.importFrom = Recipes.AUTHORS.toFile();
    mojo.execute();
    assertThat(log.lines().get(0))
        .isEqualTo("INFO imported 4 nodes of 12 classes from 14 files into " + output());
    assertThat(output().resolve("manifest.json")).content().contains("imported-1");
    assertThat(output().resolve("nodes/root.safetensors")).exists();
  }

  @Test
  void saysThatAFolderIsMissing() {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("<importFrom>", "trunk.importFrom");
  }

  @Test
  void saysWhatDoesNotFit() throws Exception {
    writeRecipe(Recipes.STROKES);
    mojo.importFrom = Recipes.AUTHORS.toFile();
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("cannot be imported", "model_weights/root.pt does not fit");
    assertThat(output().resolve("manifest.json")).doesNotExist();
  }
}
