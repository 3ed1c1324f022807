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

/** How it refuses; that it reproduces is seen in the integration build. */
@MojoTest
class ReproduceMojoTest extends GoalTest {
  private ReproduceMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "reproduce")
  void prepareGoal(ReproduceMojo injected) {
    mojo = injected;
    mojo.project.setFile(folder.resolve("pom.xml").toFile());
    mojo.workDirectory = folder.resolve("work").toFile();
    mojo.launcher = launcher;
    mojo.setLog(log);
  }

  private void refuses(Class<? extends Exception> kind, String... words) {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(kind)
        .hasMessageContainingAll(words)
        .hasNoCause();
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void theRunMustBeNamed() {
    refuses(MojoExecutionException.class, "<manifest> (trunk.manifest) is missing");
  }

  @Test
  void whatIsNoRunIsTold() {
    mojo.manifest = "letters";
    refuses(
        MojoExecutionException.class,
        "<manifest> (trunk.manifest) is letters, there is no such file or folder.",
        "groupId:artifactId:version");
  }

  /** The files of these tests do not fit each other. */
  @Test
  void anAlteredRunIsNotReproduced() throws IOException {
    finished(Manifests.run(90));
    mojo.manifest = output().resolve("manifest.json").toString();
    refuses(
        MojoFailureException.class,
        output() + " is not as it was written, so there is nothing to reproduce",
        "mvn trunk:verify-manifest tells all of them");
    assertThat(Files.exists(folder.resolve("work/run"))).isFalse();
  }

  @Test
  void theRunIsNotWrittenOver() throws IOException {
    Manifests.run(90).write(folder.resolve("work/run/manifest.json"));
    mojo.manifest = folder.resolve("work/run").toString();
    refuses(
        MojoExecutionException.class,
        "The run is in " + folder.resolve("work/run"),
        "-Dtrunk.workDirectory=FOLDER");
  }

  @Test
  void skips() throws Exception {
    mojo.skip = true;
    mojo.execute();
    assertThat(log.lines()).hasSize(1);
  }
}
