package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.fork.RunRequest.Goal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class InferMojoTest extends GoalTest {
  private InferMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "infer")
  void prepareGoal(InferMojo injected) throws IOException {
    mojo = prepare(injected);
    mojo.project.getProperties().setProperty("seed", "7");
    finished(Manifests.run(90));
  }

  @Test
  void skips() throws Exception {
    mojo.skip = true;
    mojo.execute();
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void evaluatesTheTestSetWithoutImages() throws Exception {
    launcher.answer(Goal.EVALUATE, "accuracy 0.9000 (90/100)");
    mojo.execute();
    assertThat(launcher.goals()).containsExactly(Goal.EVALUATE);
    assertThat(log.lines()).contains("INFO accuracy 0.9000 (90/100)");
  }

  @Test
  void classifiesFilesAndTheImagesOfFoldersInOrderOfTheirNames() throws Exception {
    Path letters = Files.createDirectories(folder.resolve("letters"));
    for (String name : List.of("b.PNG", "a.jpg", "notes.txt")) {
      Files.writeString(letters.resolve(name), "");
    }
    Files.createDirectory(letters.resolve("sub.png"));
    Path single = Files.writeString(folder.resolve("single"), "");
    mojo.images = List.of(single.toFile(), letters.toFile());
    mojo.execute();
    assertThat(launcher.goals()).containsExactly(Goal.CLASSIFY);
    assertThat(launcher.requests().get(0).run().images())
        .containsExactly(
            single.toString(),
            letters.resolve("a.jpg").toString(),
            letters.resolve("b.PNG").toString());
  }

  @Test
  void tellsAllThatIsNoImage() throws Exception {
    File empty = Files.createDirectory(folder.resolve("empty")).toFile();
    File absent = folder.resolve("absent.png").toFile();
    mojo.images = List.of(empty, absent);
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("trunk.images", empty.toString(), absent.toString());
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void withoutATrainedTreeSaysHowToTrainOne() throws Exception {
    Files.delete(output().resolve("manifest.json"));
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll(output().toString(), "mvn trunk:train");
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void usesANetworkElsewhere() throws Exception {
    Files.move(output(), folder.resolve("elsewhere"));
    mojo.network = folder.resolve("elsewhere").toFile();
    mojo.execute();
    assertThat(launcher.goals()).containsExactly(Goal.EVALUATE);
    assertThat(launcher.requests().get(0).run().outputDirectory())
        .isEqualTo(folder.resolve("elsewhere").toString());
  }

  @Test
  void importsANetworkInTheAuthorsLayoutFirst() throws Exception {
    writeRecipe(Recipes.IMPORT);
    mojo.network = Recipes.AUTHORS.toFile();
    mojo.execute();
    assertThat(launcher.goals()).containsExactly(Goal.EVALUATE);
    Path imported = output().resolve("imported");
    assertThat(launcher.requests().get(0).run().outputDirectory()).isEqualTo(imported.toString());
    assertThat(imported.resolve("manifest.json")).content().contains("imported-1");
  }
}
