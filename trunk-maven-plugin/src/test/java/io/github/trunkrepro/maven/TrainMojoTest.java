package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.fork.RunRequest.Goal;
import io.github.trunkrepro.runtime.manifest.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class TrainMojoTest extends GoalTest {
  private TrainMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "train")
  void prepareGoal(TrainMojo injected) throws IOException {
    mojo = prepare(injected);
    mojo.baselineFile = baseline().toFile();
    mojo.project.getProperties().setProperty("seed", "7");
    mojo.project.getBuild().setDirectory(folder.resolve("target").toString());
    mojo.project.getBuild().setFinalName("letters-1");
    mojo.project.setArtifact(Artifacts.jar(folder, "org.example", "letters", "1", null));
    // Another test may have left its own: the project is the same for all.
    mojo.project.getAttachedArtifacts().clear();
  }

  private List<String> attached() {
    return mojo.project.getAttachedArtifacts().stream()
        .map(
            artifact ->
                artifact.getClassifier() + " " + artifact.getType() + " " + artifact.getFile())
        .toList();
  }

  /** The usual course: trained, and equal to the baseline. */
  private void accepted() {
    finished(Manifests.run(90));
    Manifests.baseline(90).write(baseline());
  }

  @Test
  void skips() throws Exception {
    mojo.skip = true;
    Files.delete(recipe());
    mojo.execute();
    assertThat(log.lines()).containsExactly("INFO Skipped, because trunk.skip is true.");
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void passesAndShowsTreeAccuracyAndVerdict() throws Exception {
    accepted();
    launcher.answer(Goal.TRAIN, "trained 1 node");
    mojo.execute();
    assertThat(launcher.goals()).containsExactly(Goal.TRAIN);
    assertThat(String.join("\n", log.lines()))
        .contains("INFO root, class phase: 4 outputs", "INFO trained 1 node", "0.9000 (90/100)")
        .doesNotContain("WARN");
  }

  @Test
  void latencyIsMeasuredOnRequestAlone() throws Exception {
    accepted();
    mojo.execute();
    mojo.measureLatency = true;
    mojo.execute();
    assertThat(launcher.requests())
        .extracting(request -> request.run().inference().speed())
        .containsExactly(false, true);
  }

  @Test
  void attachesTheNetworkThatPassed() throws Exception {
    accepted();
    mojo.execute();
    Path jar = folder.resolve("target/letters-1-trunk.jar");
    assertThat(attached()).containsExactly("trunk jar " + jar);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      String inside =
          "META-INF/trunk/" + mojo.project.getGroupId() + "/" + mojo.project.getArtifactId() + "/";
      assertThat(zip.getEntry(inside + "nodes/root.safetensors")).isNotNull();
    }
  }

  @Test
  void keepsWhatTheRunWasHeldAgainstBesideIt() throws Exception {
    accepted();
    Files.writeString(lock(), "version: \"1\"\nplatforms: {}\n");
    mojo.verifyEnvironment = false;
    mojo.execute();
    assertThat(output().resolve("baseline.json")).hasSameBinaryContentAs(baseline());
    assertThat(output().resolve("environment.lock")).hasSameBinaryContentAs(lock());
    assertThat(output().resolve("statement.json"))
        .content()
        .contains("https://in-toto.io/Statement/v1", "\"name\": \"environment.lock\"");
    Origin origin = launcher.requests().get(0).run().origin().orElseThrow();
    assertThat(origin.plugin()).isEqualTo("io.github.trunkrepro:trunk-maven-plugin:1");
    assertThat(origin.classPath())
        .extracting(Origin.ClassPathEntry::artifact)
        .contains(
            "io.github.trunkrepro:trunk-runtime:jar:1",
            "ai.djl.pytorch:pytorch-native-cpu:jar:" + ProjectEngine.platform() + ":2.7.1");
    assertThat(origin.classPath()).allMatch(entry -> entry.sha256().isPresent());

    finished(Manifests.run(80));
    assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class);
    assertThat(output().resolve("baseline.json")).doesNotExist();
    assertThat(output().resolve("statement.json")).content().doesNotContain("baseline.json");
  }

  @Test
  void attachesNothingWhenItIsNotTo() throws Exception {
    accepted();
    mojo.attach = false;
    mojo.execute();
    assertThat(attached()).isEmpty();
    assertThat(folder.resolve("target/letters-1-trunk.jar")).doesNotExist();
  }

  @Test
  void attachesNoNetworkThatDrifted() throws Exception {
    finished(Manifests.run(80));
    Manifests.baseline(90).write(baseline());
    assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class);
    assertThat(attached()).isEmpty();
    mojo.failOnDrift = false;
    mojo.execute();
    assertThat(attached()).isEmpty();
    assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN The network is not attached"));
  }

  @Test
  void attachesTheSameNetworkOnce() throws Exception {
    accepted();
    mojo.execute();
    mojo.execute();
    assertThat(attached()).hasSize(1);
  }

  @Test
  void twoNetworksNeedTwoClassifiers() throws Exception {
    accepted();
    mojo.execute();
    Outputs.write(output(), "other weights");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("classifier trunk already", "<classifier>", "<outputDirectory>")
        .hasNoCause();
    mojo.classifier = "other";
    mojo.execute();
    assertThat(attached())
        .containsExactly(
            "trunk jar " + folder.resolve("target/letters-1-trunk.jar"),
            "other jar " + folder.resolve("target/letters-1-other.jar"));
  }

  @Test
  void mistakesOfTheArtifactAreToldBeforeAnythingIsLaunched() {
    mojo.classifier = " ";
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("<classifier>", "trunk.classifier");
    mojo.classifier = "trunk";
    mojo.outputTimestamp = "yesterday";
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("project.build.outputTimestamp is yesterday");
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void asksTheForkForWhatMavenKnows() throws Exception {
    accepted();
    mojo.parallelNodes = 3;
    mojo.jvmArguments = List.of("-Xmx1g");
    mojo.execute();

    ForkRequest request = launcher.requests().get(0);
    RunRequest run = request.run();
    assertThat(run.baseDirectory()).isEqualTo(folder.toString());
    assertThat(run.recipe()).isEqualTo(recipe().toString());
    assertThat(run.outputDirectory()).isEqualTo(output().toString());
    assertThat(run.cacheDirectory()).isEqualTo(folder.resolve("cache").toString());
    assertThat(run.properties()).containsOnly(Map.entry("seed", "7"));
    assertThat(run.parallelNodes()).isEqualTo(3);
    assertThat(run.provenance()).isPresent();
    assertThat(request.jvmArguments()).contains("-Xmx1g");
    assertThat(request.java()).isEqualTo(Path.of(System.getProperty("java.home"), "bin", "java"));
    assertThat(request.environment())
        .containsEntry("OMP_NUM_THREADS", "1")
        .doesNotContainKeys("MAVEN_OPTS", "JAVA_TOOL_OPTIONS", "LD_LIBRARY_PATH");
    assertThat(request.environment().get("ENGINE_CACHE_DIR"))
        .startsWith(folder.resolve("cache/engine").toString());
    assertThat(request.classPath())
        .extracting(path -> path.getFileName().toString())
        .startsWith("trunk-runtime-1.jar")
        .contains("pytorch-engine-0.36.0.jar");
  }

  @Test
  void trainsAsManyNodesAsTheCoresHaveRoomFor() throws Exception {
    accepted();
    mojo.execute();
    assertThat(launcher.requests().get(0).run().parallelNodes())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void verifiesBitsWhenTheRecipeAsksForThem() throws Exception {
    accepted();
    writeRecipe(Recipes.STROKES.replace("tier: tolerance", "tier: bitwise"));
    mojo.execute();
    assertThat(launcher.goals()).containsExactly(Goal.TRAIN, Goal.VERIFY_BITS);
  }

  @Test
  void verifyBitsDecidesAgainstTheRecipe() throws Exception {
    accepted();
    mojo.verifyBits = true;
    mojo.execute();
    writeRecipe(Recipes.STROKES.replace("tier: tolerance", "tier: bitwise"));
    mojo.verifyBits = false;
    mojo.execute();
    assertThat(launcher.goals()).containsExactly(Goal.TRAIN, Goal.VERIFY_BITS, Goal.TRAIN);
  }

  @Test
  void bitsThatDifferFailTheBuild() {
    accepted();
    mojo.verifyBits = true;
    mojo.failOnDrift = false;
    launcher.fail(Goal.VERIFY_BITS, Optional.of(UserException.Kind.CHECK), "epoch 2 differs");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("epoch 2 differs");
  }

  @Test
  void aMissingBaselineFailsWithTheCommandThatMakesOne() {
    finished(Manifests.run(90));
    mojo.failOnDrift = false;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContainingAll(baseline().toString(), "mvn trunk:baseline")
        .hasNoCause();
    assertThat(launcher.goals()).containsExactly(Goal.TRAIN);
    assertThat(baseline()).doesNotExist();
  }

  @Test
  void driftFailsWithATableAndTheCommandThatAcceptsIt() {
    finished(Manifests.run(80));
    Manifests.baseline(90).write(baseline());
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContainingAll("0.9000", "0.8000", "0.02")
        .hasMessageEndingWith("mvn trunk:baseline")
        .hasNoCause();
  }

  @Test
  void driftWarnsWhenItIsNotToFail() throws Exception {
    finished(Manifests.run(80));
    Manifests.baseline(90).write(baseline());
    mojo.failOnDrift = false;
    mojo.execute();
    assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("0.8000"));
  }

  @Test
  void aBadRecipeIsToldWithItsPlaceBeforeAnythingIsLaunched() throws Exception {
    writeRecipe(Recipes.STROKES.replace("epochs: 1", "epochs: none"));
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("src/trunk/experiment.yaml:15:", "none")
        .hasNoCause();
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void aMissingRecipeIsNamed() throws Exception {
    Files.delete(recipe());
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("src/trunk/experiment.yaml");
  }

  @Test
  void aPropertyThatNobodySetsIsNamed() {
    mojo.project.getProperties().remove("seed");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("src/trunk/experiment.yaml:1:", "-Dseed=");
  }

  @Test
  void aProjectWithoutEngineIsToldWhatToDeclare() {
    mojo.project.setArtifacts(Set.of());
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("<artifactId>pytorch-engine</artifactId>")
        .hasNoCause();
    assertThat(launcher.requests()).isEmpty();
  }

  @Test
  void aForkThatCrashedIsTold() {
    launcher.crash("ended without a result");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("ended without a result")
        .hasNoCause();
  }

  @Test
  void failuresFromTheForkKeepTheirKindAndWords() {
    launcher.fail(Goal.TRAIN, Optional.of(UserException.Kind.CHECK), "a data file changed");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("a data file changed");
    launcher.fail(Goal.TRAIN, Optional.of(UserException.Kind.SETUP), "no such folder");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("no such folder");
  }

  @Test
  void aFaultOfTheProgramPointsToTheLog() {
    launcher.fail(Goal.TRAIN, Optional.empty(), "index 3 out of bounds");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll(
            "not of the project", "index 3 out of bounds", output().resolve("fork.log").toString());
  }

  @Test
  void parallelNodesMustBePositive() {
    mojo.parallelNodes = 0;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("<parallelNodes>", "trunk.parallelNodes", "0");
  }
}
