package io.github.trunkrepro.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Drift;
import io.github.trunkrepro.runtime.manifest.Manifest;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunPageTest {
  private static final String READER =
      """
      const texts = () => [...document.querySelectorAll("#curve-chart text")].map((t) => t.textContent);
      const seen = { first: texts() };
      const select = document.getElementById("curve");
      seen.curves = [...select.options].map((option) => option.text);
      select.selectedIndex = select.options.length - 1;
      select.dispatchEvent(new Event("change"));
      seen.points = document.querySelectorAll("#curve-chart path").length;
      const table = document.querySelector("#classes table");
      table.tHead.rows[0].cells[1].querySelector("button").click();
      seen.sorted = [...table.tBodies[0].rows].map((row) => Number(row.cells[1].querySelector("data").value));
      seen.requests = performance.getEntriesByType("resource").map((entry) => entry.name);
      seen.scrolls = document.documentElement.scrollWidth > innerWidth;
      const found = document.createElement("pre");
      found.id = "seen";
      found.textContent = JSON.stringify(seen);
      document.body.append(found);
      """;

  @TempDir private Path folder;

  static Stream<List<String>> classes() {
    return Stream.of(
        names(3),
        names(12),
        names(47),
        List.of("</script><b>", "<img src=x onerror=alert(1)>", "\"&'", "<!--<script>"));
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
  }

  private static HtmlPage page(List<String> names) {
    Manifest run = RunReports.run(names);
    Baseline baseline = Baseline.from(run, new BigDecimal("0.02"));
    return RunPage.page("letters", run, Optional.of(Drift.compare(baseline, run)));
  }

  private static Document parse(List<String> names) {
    return Jsoup.parse(page(names).markup());
  }

  @ParameterizedTest
  @MethodSource("classes")
  void isWellFormed(List<String> names) {
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    Document page = Jsoup.parse(page(names).markup(), "", parser);
    assertThat(parser.getErrors()).isEmpty();
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    assertThat(page.select("nav a").eachText())
        .containsExactly("Gate", "Tree", "Confusion", "Classes", "Training", "Data", "Environment");
    assertThat(page.select("[src], link, iframe, object, form, b, img")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("classes")
  void everyNumberOfTheRunStandsOnThePage(List<String> names) {
    Set<BigDecimal> shown =
        parse(names).select("data").eachAttr("value").stream()
            .map(RunPageTest::exact)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> missing = new ArrayList<>();
    collect(Json.mapper().valueToTree(RunReports.run(names)), "", missing, shown);
    assertThat(missing).isEmpty();
  }

  /** Likelihoods are in the files of their nodes; k is the number of a node's classes. */
  private static void collect(
      JsonNode node, String path, List<String> missing, Set<BigDecimal> shown) {
    if (node.isNumber()) {
      if (!path.contains(".pairs") && !shown.contains(exact(node.asText()))) {
        missing.add(path + " = " + node.asText());
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), path + "[" + i + "]", missing, shown);
      }
    } else {
      node.properties()
          .forEach(field -> collect(field.getValue(), path + "." + field.getKey(), missing, shown));
    }
  }

  private static BigDecimal exact(String number) {
    return new BigDecimal(number).stripTrailingZeros();
  }

  @ParameterizedTest
  @MethodSource("classes")
  void theMatrixIsTheConfusion(List<String> names) {
    List<List<Long>> confusion = RunReports.run(names).reproducible().test().confusion();
    List<Element> rows = parse(names).select("#confusion tbody tr");
    assertThat(rows).hasSameSizeAs(names);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).selectFirst("th").text())
          .isEqualTo(Jsoup.parse(Html.escaped(names.get(i))).text());
      assertThat(rows.get(i).select("data").eachAttr("value").stream().map(Long::valueOf))
          .containsExactlyElementsOf(confusion.get(i));
    }
  }

  @Test
  void aRunWithoutBaselineSaysSo() {
    HtmlPage page = RunPage.page("letters", RunReports.run(names(3)), Optional.empty());
    assertThat(Jsoup.parse(page.markup()).selectFirst("#gate .bad").text())
        .isEqualTo("There is no baseline to compare with.");
  }

  @Test
  void driftIsMarked() {
    Manifest run = RunReports.run(names(12));
    Baseline baseline = Baseline.from(RunReports.run(names(3)), new BigDecimal("0.02"));
    Document page =
        Jsoup.parse(
            RunPage.page("letters", run, Optional.of(Drift.compare(baseline, run))).markup());
    assertThat(page.select("#gate .bad").eachText()).isNotEmpty().containsOnly("\u2717 drift");
  }

  @ParameterizedTest
  @MethodSource("classes")
  void aBrowserShowsIt(List<String> names) throws Exception {
    Manifest run = RunReports.run(names);
    Chromium.Shown shown = Chromium.show(page(names), READER, folder);
    assertThat(shown.console()).isEmpty();
    JsonNode seen = Json.mapper().readTree(shown.document().getElementById("seen").text());
    assertThat(seen.get("requests")).isEmpty();
    assertThat(seen.get("scrolls").asBoolean()).as("wider than the window").isFalse();
    assertThat(seen.get("curves"))
        .hasSize(run.reproducible().nodes().stream().mapToInt(node -> node.phases().size()).sum());
    assertThat(seen.get("first").toString())
        .contains("loss", "validation accuracy", "kept", "epoch");
    assertThat(seen.get("points").asInt()).isGreaterThan(16);
    List<Double> sorted = new ArrayList<>();
    seen.get("sorted").forEach(value -> sorted.add(value.asDouble()));
    assertThat(sorted).isSorted().hasSameSizeAs(run.reproducible().test().perClass());
  }
}
