package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.AcceptedDrift;
import io.github.trunkrepro.runtime.manifest.Drift;
import io.github.trunkrepro.runtime.manifest.DriftAcceptance;
import io.github.trunkrepro.runtime.manifest.DriftReport;
import io.github.trunkrepro.runtime.manifest.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CiFilesTest {
  @TempDir private Path checkout;
  private final Map<String, String> variables = new HashMap<>();
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private Path base;
  private Path output;
  private Path baseline;

  @BeforeEach
  void project() {
    base = checkout.resolve("letters");
    output = base.resolve("target/trunk");
    baseline = base.resolve("src/trunk/baseline.json");
    Manifests.baseline(90).write(baseline);
  }

  private CiFiles ci() {
    return new CiFiles(
        output, base, "letters", variables, new PrintStream(console, true, StandardCharsets.UTF_8));
  }

  private void compare(int correct, boolean fails) throws IOException {
    ci().compared(
            Manifests.run(correct),
            Drift.compare(Manifests.baseline(90), Manifests.run(correct)),
            baseline,
            base.resolve("src/trunk/accepted-drift.yaml"),
            fails);
  }

  private void onGitHub() {
    variables.put("GITHUB_ACTIONS", "true");
    variables.put("GITHUB_WORKSPACE", checkout.toString());
    variables.put("GITHUB_STEP_SUMMARY", checkout.resolve("job.md").toString());
  }

  @Test
  void writesFilesEverywhereAndSaysNothingOnTheConsole() throws Exception {
    compare(80, true);
    assertThat(output.resolve("summary.md")).content().contains("drifted from the baseline");
    assertThat(output.resolve("TEST-trunk-gate.xml")).content().contains("name=\"test accuracy\"");
    assertThat(output.resolve("code-quality.json"))
        .content()
        .contains("\"path\": \"src/trunk/baseline.json\"", "\"severity\": \"major\"");
    assertThat(console.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void onGitHubAddsToTheJobAndAnnotatesFilesOfTheCheckout() throws Exception {
    onGitHub();
    Files.writeString(checkout.resolve("job.md"), "before\n");
    compare(80, true);
    assertThat(checkout.resolve("job.md"))
        .content()
        .isEqualTo("before\n" + Files.readString(output.resolve("summary.md")) + "\n");
    assertThat(console.toString(StandardCharsets.UTF_8).lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("::error file=letters/src/trunk/baseline.json,line="));
  }

  @Test
  void driftThatMayBeIsAWarning() throws Exception {
    onGitHub();
    compare(80, false);
    assertThat(console.toString(StandardCharsets.UTF_8)).startsWith("::warning ");
  }

  @Test
  void onGitLabFilesAreOfTheCheckout() throws Exception {
    variables.put("CI_PROJECT_DIR", checkout.toString());
    compare(80, true);
    assertThat(output.resolve("code-quality.json"))
        .content()
        .contains("\"path\": \"letters/src/trunk/baseline.json\"");
  }

  @Test
  void aMissingBaselineIsToldBesideTheRecipe() throws Exception {
    onGitHub();
    ci().missing(
            Manifests.run(90),
            new UserException(UserException.Kind.CHECK, "there is no baseline"),
            base.resolve("src/trunk/experiment.yaml"));
    assertThat(output.resolve("TEST-trunk-gate.xml")).content().contains("there is no baseline");
    assertThat(console.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            "::error file=letters/src/trunk/experiment.yaml,line=1,title=trunk%3A baseline::there is no baseline");
  }

  @Test
  void mistakesStandOnTheirLineAndWhatAnOlderRunLeftIsGone() throws Exception {
    onGitHub();
    compare(80, true);
    ci().begin();
    assertThat(output).isEmptyDirectory();
    ci().mistakes("src/trunk/experiment.yaml has 1 mistake:\n  src/trunk/experiment.yaml:7:3  no");
    assertThat(console.toString(StandardCharsets.UTF_8))
        .contains(
            "::error file=letters/src/trunk/experiment.yaml,line=7,title=trunk%3A mistake::no");
    assertThat(output.resolve("code-quality.json")).content().contains("\"begin\": 7");
  }

  @Test
  void uselessAcceptanceIsAnnotatedWhereItStands() throws Exception {
    onGitHub();
    Path file = base.resolve("src/trunk/accepted-drift.yaml");
    Manifest run = Manifests.run(90);
    String platform = run.environment().platform();
    AcceptedDrift accepted = AcceptedDrift.NONE;
    for (String where : List.of("elsewhere", platform)) {
      accepted =
          accepted.with(
              new AcceptedDrift.Entry(
                  "tree", where, "a", "b", "b", "why", "who", LocalDate.of(2999, 12, 31)));
    }
    accepted.write(file);
    DriftReport drift =
        DriftAcceptance.apply(
            accepted,
            Drift.compare(Manifests.baseline(90), run),
            platform,
            LocalDate.of(2027, 1, 1));
    ci().compared(run, drift, baseline, file, true);
    List<String> lines = Files.readAllLines(file);
    int at = lines.indexOf("    platform: \"" + platform + "\"");
    assertThat(at).isPositive();
    assertThat(lines.get(at - 1)).isEqualTo("  - difference: \"tree\"");
    assertThat(console.toString(StandardCharsets.UTF_8))
        .startsWith(
            "::error file=letters/src/trunk/accepted-drift.yaml,line="
                + at
                + ",title=trunk%3A accepted drift%3A tree::")
        .contains("no longer needed");
  }
}
