package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What it writes of a run that was trained: {@code src-it/it/readme}. */
@MojoTest
class ReadmeMojoTest extends GoalTest {
  private ReadmeMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "readme")
  void prepareGoal(ReadmeMojo injected) throws Exception {
    mojo = injected;
    writeRecipe(Recipes.STROKES);
    mojo.project.setFile(folder.resolve("pom.xml").toFile());
    mojo.project.getProperties().setProperty("seed", "7");
    mojo.recipe = recipe().toFile();
    mojo.baselineFile = baseline().toFile();
    mojo.readme = folder.resolve("README.md").toFile();
    mojo.architecture = folder.resolve("docs/architecture.md").toFile();
    place(mojo);
  }

  @Test
  void withoutAFinishedRunSaysHowToTrain() {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll(output().resolve("recipe.json").toString(), "mvn trunk:train");
    assertThat(mojo.readme).doesNotExist();
  }
}
