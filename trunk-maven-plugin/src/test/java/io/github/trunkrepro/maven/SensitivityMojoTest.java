package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.fork.RunRequest.Goal;
import io.github.trunkrepro.runtime.fork.StudyRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class SensitivityMojoTest extends GoalTest {
  private SensitivityMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "sensitivity")
  void prepareGoal(SensitivityMojo injected) throws IOException {
    mojo = prepare(injected);
    mojo.verifyEnvironment = false;
    mojo.project.getProperties().setProperty("seed", "7");
    mojo.studies = folder.resolve("src/trunk/sensitivity.yaml").toFile();
  }

  private StudyRequest asked() throws Exception {
    mojo.execute();
    assertThat(launcher.goals()).containsExactly(Goal.STUDY);
    return launcher.requests().get(0).run().study().orElseThrow();
  }

  @Test
  void skips() throws Exception {
    mojo.skip = true;
    mojo.execute();
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void studiesGroupingVolatilityByDefault() throws Exception {
    StudyRequest study = asked();
    assertThat(study.name()).isEqualTo("gv");
    assertThat(study.dryRun()).isFalse();
    assertThat(study.processes()).isZero();
    assertThat(study.budget().variants()).isEmpty();
    assertThat(study.command()).startsWith("mvn trunk:sensitivity");
    assertThat(launcher.requests().get(0).run().outputDirectory())
        .isEqualTo(output().resolve("sensitivity").resolve("gv").toString());
  }

  @Test
  void aSingleVariantDoesNotReplaceTheReportOfItsStudy() throws Exception {
    mojo.start = 0.9;
    mojo.end = 0.9;
    mojo.maxVariants = 2;
    mojo.maxMinutes = 1.5;
    StudyRequest study = asked();
    assertThat(study.start()).hasValue(0.9);
    assertThat(study.budget().variants()).hasValue(2);
    assertThat(study.budget().minutes()).hasValue(1.5);
    assertThat(launcher.requests().get(0).run().outputDirectory())
        .isEqualTo(output().resolve("sensitivity").resolve("variant").toString());
  }

  @Test
  void mistakesAreToldBeforeAnythingIsLaunched() throws Exception {
    mojo.study = "seed";
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining(
            "There is no study \"seed\"; there are: batch-size, gv, gv-layer-norm, randomness, regimes,"
                + " seeds");
    mojo.study = "mine";
    Files.createDirectories(mojo.studies.toPath().getParent());
    Files.writeString(mojo.studies.toPath(), "mine: {seeds: 0}");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("src/trunk/sensitivity.yaml:1:15  mine.seeds: expected");
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void axesMayStandInTheConfiguration() throws Exception {
    mojo.axes = "[{path: random.shuffle, values: [1, 2]}]";
    mojo.failOn = List.of("trees > 1");
    mojo.session.getUserProperties().setProperty("trunk.axes", mojo.axes);
    StudyRequest study = asked();
    assertThat(study.name()).isEqualTo("axes");
    assertThat(study.spec(folder.toString()).axes()).hasSize(1);
    assertThat(study.spec(folder.toString()).failOn()).containsExactly("trees > 1");
    // So that the command of a variant can be copied from the report.
    assertThat(study.command())
        .contains(" '-Dtrunk.axes=[{path: random.shuffle, values: [1, 2]}]'");
    assertThat(launcher.requests().get(0).run().outputDirectory())
        .isEqualTo(output().resolve("sensitivity").resolve("axes").toString());
  }

  @Test
  void seedsAloneAreAStudyToo() throws Exception {
    mojo.seeds = "3";
    assertThat(asked().spec(folder.toString()).seeds()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void numbersMustMakeSense() {
    mojo.start = -1.0;
    assertThatThrownBy(mojo::execute)
        .hasMessage("<start> (trunk.start) is -1.0; it must be a number above 0.");
    mojo.start = null;
    mojo.maxVariants = 0;
    assertThatThrownBy(mojo::execute)
        .hasMessage("<maxVariants> (trunk.maxVariants) is 0; it must be 1 or more.");
    mojo.maxVariants = null;
    mojo.processes = -1;
    assertThatThrownBy(mojo::execute)
        .hasMessage("<processes> (trunk.processes) is -1; it must be 0 or more.");
  }
}
