package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.environment.NoEngine;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.fork.RunRequest.Goal;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class VerifyEnvMojoTest extends GoalTest {
  private VerifyEnvMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "verify-env")
  void prepareGoal(VerifyEnvMojo injected) throws IOException {
    mojo = prepare(injected);
    mojo.project.getProperties().setProperty("seed", "7");
  }

  private void declare(String xml) throws IOException, XmlPullParserException {
    mojo.environment =
        new XmlPlexusConfiguration(
            Xpp3DomBuilder.build(new StringReader("<environment>" + xml + "</environment>")));
  }

  private List<String> failure() {
    try {
      mojo.execute();
      return List.of();
    } catch (MojoExecutionException | MojoFailureException e) {
      return e.getMessage().lines().toList();
    }
  }

  @Test
  void skips() throws Exception {
    mojo.skip = true;
    Files.delete(recipe());
    mojo.execute();
    assertThat(log.lines()).containsExactly("INFO Skipped, because trunk.skip is true.");
  }

  @Test
  void passesAndWritesTheReports() throws Exception {
    mojo.execute();
    assertThat(log.lines()).anyMatch(line -> line.matches("INFO \u2713 engine .*PyTorch 2.7.1"));
    assertThat(log.lines()).anyMatch(line -> line.contains("0 violations, 0 warnings"));
    assertThat(output().resolve("environment.json")).content().contains("\"passed\": true");
    assertThat(output().resolve("TEST-trunk-environment.xml")).content().contains("failures=\"0\"");
  }

  @Test
  void whatIsOtherThanDeclaredFailsWithAllOfIt() throws Exception {
    declare("<java>[18,)</java><os>osx</os><cpu><features>avx2,amx</features></cpu>");
    assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class);
    assertThat(failure())
        .contains(
            "  expected  Java [18,)",
            "  declared  <environment><java>",
            "  found     linux (Some Linux, kernel 6.1)",
            "  declared  <environment><cpu><features>",
            "  found     Some CPU, which lacks amx");
    assertThat(output().resolve("environment.json")).content().contains("\"passed\": false");
    assertThat(output().resolve("TEST-trunk-environment.xml")).content().contains("failures=\"3\"");
  }

  @Test
  void theRecipeMayDeclareIt() throws Exception {
    writeRecipe(Recipes.STROKES + "\nenvironment: {java: '[18,)'}\n");
    assertThat(failure())
        .anyMatch(line -> line.matches("  declared  src/trunk/experiment.yaml:\\d+:\\d+"));
  }

  @Test
  void bothAreOneTooMany() throws Exception {
    writeRecipe(Recipes.STROKES + "\nenvironment: {java: '[18,)'}\n");
    declare("<java>[17,)</java>");
    assertThat(failure().get(0)).startsWith("The environment is declared twice");
  }

  @Test
  void inCiALockMustBeThere() throws Exception {
    mojo.callerVariables = Map.of("CI", "true");
    assertThat(failure())
        .contains("  found     there is no such file")
        .anyMatch(line -> line.contains("mvn trunk:lock") && line.contains("-Dtrunk.lock=off"));
    mojo.lock = "off";
    mojo.execute();
  }

  @Test
  void elsewhereALockIsAMatterOfChoice() throws Exception {
    mojo.callerVariables = Map.of("CI", "false");
    mojo.execute();
    mojo.lock = "check";
    assertThat(failure()).contains("  found     there is no such file");
  }

  @Test
  void theProcessGetsTheDeclaredPyTorchAndVariables() throws Exception {
    writeRecipe(
        Recipes.STROKES
            + """

            environment:
              nativeLibrary: {path: /opt/torch, version: 2.7.1, flavor: cu128, sha256: {}}
              device: cuda
              variables: {CUDA_VISIBLE_DEVICES: "1"}
            """);
    ForkRequest request =
        mojo.request(
            RunRequest.Goal.PROBE, mojo.readRecipe(), List.of(), mojo.project.getArtifacts());
    assertThat(request.environment())
        .containsEntry("PYTORCH_LIBRARY_PATH", "/opt/torch")
        .containsEntry("PYTORCH_FLAVOR", "cu128")
        .containsEntry("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        .containsEntry("CUDA_VISIBLE_DEVICES", "1");
    assertThat(request.run().engine().device()).isEqualTo(EngineSpec.DeviceChoice.CUDA);
  }

  @Test
  void aWarningFailsNothing() throws Exception {
    declare("<java>[18,)</java><rules><java>warn</java></rules>");
    mojo.execute();
    assertThat(log.lines()).contains("WARN   expected  Java [18,)");
  }

  @Test
  void mistakesAreToldWithTheirXmlPath() throws Exception {
    declare("<device>gpu</device><cpu><threads>two</threads></cpu><java>17</java><java>18</java>");
    assertThat(failure())
        .contains("  <environment><java>  stands twice; a list is written with commas: avx2, fma");
    declare("<device>gpu</device><cpu><threads>two</threads></cpu>");
    assertThat(failure())
        .contains(
            "the plugin's <environment> has 2 mistakes:",
            "  <environment><device>  device: expected one of cpu, cuda, auto, found \"gpu\"; did you mean"
                + " \"cpu\"?",
            "  <environment><cpu><threads>  cpu.threads: expected a whole number from 1, found \"two\"");
  }

  @Test
  void aForeignVariableIsTold() {
    mojo.callerVariables = Map.of("OMP_NUM_THREADS", "9");
    assertThat(failure()).contains("  found     OMP_NUM_THREADS=9");
  }

  @Test
  void anEngineThatFailsIsTold() {
    probe.engine = Optional.empty();
    probe.noEngine = new NoEngine(NoEngine.Cause.FAILED, "no natives for this machine");
    assertThat(failure()).contains("  found     no natives for this machine");
  }

  @Test
  void aLockIsWrittenAndThenCompared() throws Exception {
    mojo.lock = "check";
    assertThat(failure()).contains("  found     there is no such file");
    mojo.lock = "write";
    mojo.execute();
    assertThat(lock()).content().contains("  linux-x86_64-cpu:", "libtorch.so");
    mojo.lock = null;
    mojo.execute();
    Files.writeString(lock(), Files.readString(lock()).replace("ab".repeat(32), "cd".repeat(32)));
    assertThat(failure()).contains("  found     natives libtorch.so: cdcdcdcdcdcd -> abababababab");
  }

  @Test
  void anotherWordForTheLockIsAMistake() {
    mojo.lock = "maybe";
    assertThat(failure())
        .containsExactly("<lock> (trunk.lock) is maybe; it must be check, write or off.");
  }

  @Test
  void theDoctorTriesEachSource() throws Exception {
    mojo.doctor = true;
    launcher.answer(Goal.TRY, "34".repeat(32), "0.5");
    mojo.execute();
    assertThat(log.lines())
        .anyMatch(line -> line.matches("INFO pinned settings +343434343434 same bits +1.00x"))
        .anyMatch(
            line ->
                line.matches("INFO threads: 2 +343434343434 same bits +1.00x +determinism.threads"))
        .anyMatch(line -> line.startsWith("INFO MKL_CBWR not set"));
    assertThat(launcher.requests())
        .anySatisfy(request -> assertThat(request.environment()).doesNotContainKey("MKL_CBWR"));
  }
}
