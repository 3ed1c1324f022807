package io.github.trunkrepro.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.JsonLines;
import io.github.trunkrepro.runtime.document.Location;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Drift;
import io.github.trunkrepro.runtime.manifest.DriftReport;
import io.github.trunkrepro.runtime.manifest.Runs;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CI servers are told of a gate. */
class GateOutputsTest {
  @TempDir private Path folder;
  private final Baseline baseline = Baseline.from(new Runs().run(), new BigDecimal("0.02"));
  private final Runs now = new Runs();
  private Path file;

  @BeforeEach
  void writeBaseline() {
    file = folder.resolve("baseline.json");
    baseline.write(file);
  }

  private DriftReport drift() {
    return Drift.compare(baseline, now.run());
  }

  private List<Annotation> annotations() throws Exception {
    byte[] content = Files.readAllBytes(file);
    return Annotation.of(
        drift(),
        Annotation.Level.ERROR,
        finding ->
            new Location(
                "src/trunk/baseline.json", JsonLines.of(content, finding.declaredAt()), 1));
  }

  @Test
  void aPassedGateSaysNothingBesideLines() throws Exception {
    assertThat(annotations()).isEmpty();
    Annotation.writeCodeQuality(annotations(), folder.resolve("quality.json"));
    assertThat(folder.resolve("quality.json")).hasContent("[]");
  }

  @Test
  void annotationsStandOnTheLineOfTheBaselineThatIsMeant() throws Exception {
    now.platform = "elsewhere";
    now.recipe = "other";
    now.correct = 700;
    List<String> lines = Files.readAllLines(file);
    assertThat(annotations())
        .extracting(Annotation::title)
        .containsExactly("recipe", "test accuracy");
    assertThat(lines.get(annotations().get(0).line() - 1)).startsWith("  \"recipeDigest\":");
    assertThat(lines.get(annotations().get(1).line() - 1)).startsWith("  \"accuracy\":");
    assertThat(annotations())
        .extracting(Annotation::level)
        .containsExactly(Annotation.Level.NOTICE, Annotation.Level.ERROR);
    assertThat(annotations().get(1).github())
        .isEqualTo(
            "::error file=src/trunk/baseline.json,line=%d,title=trunk%%3A test accuracy::baseline 0.8450 (845/1000), now 0.7000 (700/1000), allowed +/- 0.02"
                .formatted(annotations().get(1).line()));
  }

  @Test
  void bitsOfAKnownPlatformStandBelowIt() throws Exception {
    now.bits = "other";
    int line = annotations().get(0).line();
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(line - 1)).contains("\"phases\":");
    assertThat(String.join("\n", lines.subList(0, line))).contains("\"" + Runs.LINUX + "\": {");
  }

  @Test
  void gitLabGetsItsReport() throws Exception {
    now.platform = "elsewhere";
    now.correct = 700;
    Path quality = folder.resolve("quality.json");
    Annotation.writeCodeQuality(annotations(), quality);
    JsonNode first = Json.read(quality, JsonNode.class).get(0);
    assertThat(first.get("severity").asText()).isEqualTo("major");
    assertThat(first.at("/location/path").asText()).isEqualTo("src/trunk/baseline.json");
    assertThat(first.at("/location/lines/begin").asInt()).isEqualTo(annotations().get(0).line());
    assertThat(first.get("fingerprint").asText()).hasSize(64);
    assertThat(first.get("description").asText()).contains("0.7000 (700/1000)");
  }

  @Test
  void mistakesOfARecipeKeepTheirLines() {
    List<Annotation> found =
        Annotation.ofMistakes(
            """
            src/trunk/experiment.yaml has 2 mistakes:
              src/trunk/experiment.yaml:15:13  "epochs": expected 1 or more, found 0
              src/trunk/network.yaml:3:1  unknown key "layer"
            """,
            "letters/");
    assertThat(found)
        .extracting(Annotation::github)
        .containsExactly(
            "::error file=letters/src/trunk/experiment.yaml,line=15,title=trunk%3A mistake::\"epochs\": expected 1 or more, found 0",
            "::error file=letters/src/trunk/network.yaml,line=3,title=trunk%3A mistake::unknown key \"layer\"");
    assertThat(Annotation.ofMistakes("There is no baseline at 10:20 o'clock", "")).isEmpty();
  }

  @Test
  void textCannotEndAnAnnotation() {
    assertThat(
            new Annotation(Annotation.Level.NOTICE, "a,b:c", 3, "x", "50 %\n::error::no").github())
        .isEqualTo("::notice file=a%2Cb%3Ac,line=3,title=trunk%3A x::50 %25%0A::error::no");
  }

  @Test
  void eachGateIsATest() throws Exception {
    now.platform = "elsewhere";
    now.recipe = "other";
    now.correct = 700;
    Document xml = junit();
    assertThat(xml.select("testcase").eachAttr("name"))
        .containsExactly("recipe", "test accuracy", "tree");
    assertThat(xml.selectFirst("testsuite").attr("failures")).isEqualTo("1");
    assertThat(xml.selectFirst("testsuite").attr("skipped")).isEqualTo("1");
    assertThat(xml.selectFirst("[name=test accuracy] > failure").attr("message"))
        .isEqualTo("expected 0.8450 (845/1000) (+/- 0.02), found 0.7000 (700/1000)");
    assertThat(xml.selectFirst("failure").text()).contains("gate: the tolerance decides");
  }

  @Test
  void aMissingBaselineIsAFailedTest() throws Exception {
    Path junit = folder.resolve("missing.xml");
    GateJunit.writeMissing("there is no baseline\nmvn trunk:baseline", junit);
    Document xml = Jsoup.parse(Files.readString(junit), Parser.xmlParser());
    assertThat(xml.selectFirst("failure").text()).contains("mvn trunk:baseline");
    assertThat(xml.selectFirst("testsuite").attr("failures")).isEqualTo("1");
  }

  @Test
  void theSummaryTellsVerdictResultAndTree() {
    assertThat(RunSummary.of("letters", now.run(), drift()).text())
        .startsWith("## trunk:train letters: as the baseline\n\nGate: bit for bit")
        .contains(
            "| test accuracy | 0.8450 \\(845/1000\\) | 0.8450 \\(845/1000\\) | +/- 0.02 | ok |")
        .contains("test accuracy 0.8450 \\(845/1000\\), 95 % interval 0.8212..0.8662")
        .contains("\n```text\nroot\n")
        .doesNotContain("mvn trunk:baseline");
    now.correct = 700;
    assertThat(RunSummary.of("letters", now.run(), drift()).text())
        .startsWith("## trunk:train letters: drifted from the baseline")
        .contains("| DRIFT |")
        .endsWith("To accept this run as the baseline: `mvn trunk:baseline`\n");
    assertThat(RunSummary.ofUngated("letters", now.run(), "there is none").text())
        .startsWith("## trunk:train letters: no baseline to compare with\n\nthere is none\n");
  }

  private Document junit() throws Exception {
    Path junit = folder.resolve("gate.xml");
    GateJunit.write(drift(), junit);
    return Jsoup.parse(Files.readString(junit, StandardCharsets.UTF_8), Parser.xmlParser());
  }
}
