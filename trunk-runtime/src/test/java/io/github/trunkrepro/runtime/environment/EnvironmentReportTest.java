package io.github.trunkrepro.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.github.trunkrepro.runtime.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class EnvironmentReportTest {
  @TempDir Path folder;

  private static EnvironmentReport report() {
    return Rules.check(
        new SomeFacts().declare("java: '[18,)'\nos: osx\nrules: {os: warn, disk: off}").facts());
  }

  @Test
  void theTableHasAnAlignedLineForEachRule() {
    assertThat(new EnvironmentText(report(), false).table())
        .hasSize(Rules.names().size())
        .contains(
            "\u2713 engine                 DJL 0.36.0, PyTorch 2.7.1",
            "\u2717 java                   1 violation",
            "\u2717 os                     warning: 1 violation",
            "- disk                   off",
            "- undeclared-dependency  not run: there are no compiled classes yet",
            "- memory                 not declared: 4.0 GiB (memory.max of the control group /build)");
  }

  @Test
  void coloursAreOnlyForTerminals() {
    assertThat(new EnvironmentText(report(), false).table()).noneMatch(l -> l.contains("\u001b"));
    assertThat(new EnvironmentText(report(), true).table())
        .anyMatch(line -> line.startsWith("\u001b[31m\u2717\u001b[0m java"));
  }

  @Test
  void eachViolationHasItsFiveFacts() {
    assertThat(new EnvironmentText(report(), false).violations(EnvironmentSpec.Level.ERROR))
        .containsExactly(
            "java",
            "  expected  Java [18,)",
            "  found     17.0.15 (/jdk)",
            "  declared  recipe.yaml:1:7",
            "  to mend   set JAVA_HOME to a JDK in [18,), or configure one by"
                + " maven-toolchains-plugin");
  }

  @Test
  void theSummaryCounts() {
    assertThat(new EnvironmentText(report(), false).summary())
        .matches("\\d+ of 26 rules passed, 1 violation, 1 warning");
  }

  @Test
  void junitShowsEachRuleAsATest() throws IOException, ParserConfigurationException, SAXException {
    Path file = folder.resolve("TEST-environment.xml");
    EnvironmentJunit.write(report(), file);
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    assertThat(suite.getAttribute("tests")).isEqualTo("26");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    NodeList failures = suite.getElementsByTagName("failure");
    assertThat(failures.getLength()).isEqualTo(1);
    assertThat(((Element) failures.item(0)).getAttribute("type")).isEqualTo("java");
    assertThat(failures.item(0).getTextContent()).contains("recipe.yaml:1:7", "to mend set");
    assertThat(suite.getElementsByTagName("skipped").getLength())
        .isEqualTo(Integer.parseInt(suite.getAttribute("skipped")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java: '[18,)'", "{}", "rules: {lock: off}"})
  void theFileIsWhatItsSchemaSays(String declared) throws IOException {
    SomeFacts some = new SomeFacts().declare(declared);
    some.gpus = SomeFacts.gpus("550", new GpuFacts.Gpu("NVIDIA A100", 40L << 30, "8.0"));
    assertThat(mistakes(some.facts())).isEmpty();
    some.engine = Optional.empty();
    assertThat(mistakes(some.facts())).isEmpty();
  }

  private Set<ValidationMessage> mistakes(Facts facts) throws IOException {
    Path file = folder.resolve("environment.json");
    EnvironmentFile.of(Rules.check(facts), facts).write(file);
    try (InputStream schema =
        EnvironmentFile.class.getResourceAsStream("environment.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(schema)
          .validate(Json.mapper().readTree(file.toFile()));
    }
  }

  @Test
  void theFileHasReportAndFacts() throws IOException {
    Facts facts = new SomeFacts().declare("java: '[18,)'").facts();
    Path file = folder.resolve("environment.json");
    EnvironmentFile.of(Rules.check(facts), facts).write(file);
    assertThat(Files.readString(file))
        .contains("\"passed\": false", "\"rule\": \"java\"", "\"kernel\": \"6.1.0\"");
  }
}
