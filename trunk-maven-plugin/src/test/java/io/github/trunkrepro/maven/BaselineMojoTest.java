package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.manifest.Baseline;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MojoTest
class BaselineMojoTest extends GoalTest {
  private BaselineMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "baseline")
  void prepareGoal(BaselineMojo injected) throws IOException {
    mojo = prepare(injected);
    mojo.project.getProperties().setProperty("seed", "7");
    mojo.baselineFile = baseline().toFile();
  }

  @Test
  void skips() throws Exception {
    finished(Manifests.run(90));
    mojo.skip = true;
    mojo.execute();
    assertThat(baseline()).doesNotExist();
  }

  @Test
  void writesWhatWasTrainedAndSaysSo() throws Exception {
    finished(Manifests.run(90));
    mojo.execute();
    Baseline written = Baseline.read(baseline());
    assertThat(written.accuracy().text(2)).isEqualTo("0.90 (90/100)");
    assertThat(written.tolerance()).isEqualTo(new BigDecimal("0.02"));
    assertThat(String.join("\n", log.lines()))
        .contains("0.9000 (90/100)", "0.02", baseline().toString());
  }

  @Test
  void keepsTheToleranceThatWasAccepted() throws Exception {
    finished(Manifests.run(90));
    mojo.tolerance = "0.005";
    mojo.execute();
    finished(Manifests.run(91));
    mojo.tolerance = null;
    mojo.execute();
    assertThat(Baseline.read(baseline()).tolerance()).isEqualTo(new BigDecimal("0.005"));
    assertThat(Baseline.read(baseline()).accuracy().correct()).isEqualTo(91);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "-0.1", "1.01", "NaN", ""})
  void refusesAToleranceThatIsNone(String tolerance) {
    finished(Manifests.run(90));
    mojo.tolerance = tolerance;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("<tolerance>", "trunk.tolerance", tolerance, "0 to 1");
    assertThat(baseline()).doesNotExist();
  }

  @Test
  void withoutAFinishedRunSaysHowToTrain() {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll(output().resolve("manifest.json").toString(), "mvn trunk:train");
  }

  @Test
  void aBrokenBaselineIsNotWrittenOver() throws Exception {
    finished(Manifests.run(90));
    Files.createDirectories(baseline().getParent());
    Files.writeString(baseline(), "{");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("baseline.json");
    assertThat(baseline()).hasContent("{");
  }

  @Test
  void trainsNothingAndNeedsNoRecipeByItself() throws Exception {
    finished(Manifests.run(90));
    Files.delete(recipe());
    mojo.execute();
    assertThat(launcher.requests()).isEmpty();
    assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN The tolerance +/- 0.02"));
  }

  @Test
  void holdsGatesThatAreAskedFor() throws Exception {
    finished(Manifests.run(90));
    mojo.gates = List.of("class-accuracy=0.05");
    mojo.execute();
    assertThat(Baseline.read(baseline()).gates().orElseThrow().get(0).accepted())
        .hasToString("{cpu-test={ring=0.900000}}");
    mojo.gates = List.of("class-acuracy=0.05");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("trunk.gates", "class-accuracy");
  }

  @Test
  void aSpreadNeedsTwoRuns() {
    finished(Manifests.run(90));
    mojo.runs = 1;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("<runs>", "trunk.baseline.runs", "2 or more");
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void aSpreadOfAnotherRecipeIsNotMeasured() {
    finished(Manifests.run(90));
    mojo.runs = 3;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll(output().toString(), "another recipe", "mvn trunk:train");
    assertThat(launcher.requests()).isEmpty();
    assertThat(baseline()).doesNotExist();
  }
}
