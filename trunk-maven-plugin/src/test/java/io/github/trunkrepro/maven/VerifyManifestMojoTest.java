package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class VerifyManifestMojoTest extends GoalTest {
  private VerifyManifestMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "verify-manifest")
  void prepareGoal(VerifyManifestMojo injected) {
    mojo = injected;
    mojo.project.setFile(folder.resolve("pom.xml").toFile());
    place(mojo);
  }

  @Test
  void aRunThatIsNotThereIsNamed() {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("there is no " + output())
        .hasNoCause();
  }

  @Test
  void aFileThatIsNoArchiveIsNamed() throws IOException {
    Files.writeString(folder.resolve("letters.jar"), "no zip");
    mojo.network = "letters.jar";
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("letters.jar is no archive that can be read");
  }

  @Test
  void aFolderWithoutARunIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("letters"));
    mojo.network = "letters";
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("there is no finished run in " + folder.resolve("letters"));
  }

  /** The files of these tests do not fit each other: every fault is told, the build fails once. */
  @Test
  void allFaultsAreToldAtOnce() {
    finished(Manifests.run(90));
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContainingAll(
            output() + " is not as it was written",
            "  identity: SHA-256 of what is reproducible, by materials.json: expected ccc",
            "tree.json:1:2: ",
            "  statement: statement.json, ")
        .hasNoCause();
    assertThat(log.lines()).noneMatch(line -> line.contains("verified"));
  }

  @Test
  void skips() throws Exception {
    mojo.skip = true;
    mojo.execute();
    assertThat(log.lines()).hasSize(1);
  }
}
