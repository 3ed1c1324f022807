package io.github.trunkrepro.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.sensitivity.StudyReport;
import io.github.trunkrepro.runtime.sensitivity.VariantResult;
import io.github.trunkrepro.runtime.tree.TreeDifference;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StudyPageTest {
  /** Names that would be markup, a script's end, or code, if anything let them. */
  private static final List<String> HOSTILE =
      List.of(
          "</script><b>",
          "<img src=x onerror=alert(1)>",
          "\"quoted\" & 'more'",
          "<!--<script>",
          "&lt;kept&gt;",
          "{{c}} ${d} \\u003c");

  static Stream<StudyReport> reports() {
    return Stream.of(
        StudyReports.volatility(StudyReports.STROKES),
        StudyReports.volatility(StudyReports.names(3)),
        StudyReports.volatility(StudyReports.names(47)),
        StudyReports.volatility(HOSTILE),
        StudyReports.seeds());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void isWellFormed(StudyReport report) {
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    Document page = Jsoup.parse(StudyPage.page(report).markup(), "", parser);
    assertThat(parser.getErrors()).isEmpty();
    List<String> ids = page.select("[id]").eachAttr("id");
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).containsAll(page.select("[for]").eachAttr("for"));
    assertThat(page.select("nav a")).isNotEmpty();
    assertThat(page.select("a"))
        .allSatisfy(link -> assertThat(ids).contains(link.attr("href").substring(1)));
    assertThat(page.select("[src], link, iframe, object, form")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void everyNumberOfTheReportStandsInATable(StudyReport report) {
    Document page = parse(report);
    Set<BigDecimal> shown =
        page.select("table data").eachAttr("value").stream()
            .map(StudyPageTest::exact)
            .collect(Collectors.toCollection(TreeSet::new));
    String captions = String.join(" ", page.select("caption").eachText());
    List<String> missing = new ArrayList<>();
    collect(Json.mapper().valueToTree(report), "", missing, shown, captions);
    assertThat(missing).isEmpty();
  }

  /** Positions of classes are shown by their names, numbers of trees beside them. */
  private static final Set<String> SHOWN_OTHERWISE = Set.of("i", "j", "trees");

  private static void collect(
      JsonNode node, String path, List<String> missing, Set<BigDecimal> shown, String captions) {
    if (node.isNumber()) {
      boolean inCaption =
          (path.endsWith(".declared") && captions.contains("declared " + node.asText()))
              || (path.endsWith(".k") && captions.contains(node.asText() + " classes"));
      if (!inCaption && !shown.contains(exact(node.asText()))) {
        missing.add(path + " = " + node.asText());
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), path + "[" + i + "]", missing, shown, captions);
      }
    } else {
      node.properties().stream()
          .filter(field -> path.isEmpty() || !SHOWN_OTHERWISE.contains(field.getKey()))
          .forEach(
              field ->
                  collect(field.getValue(), path + "." + field.getKey(), missing, shown, captions));
    }
  }

  private static BigDecimal exact(String number) {
    return new BigDecimal(number).stripTrailingZeros();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void whatIsShownIsTheExactNumberRounded(StudyReport report) {
    for (Element data : parse(report).select("data")) {
      BigDecimal exact = new BigDecimal(data.attr("value"));
      if (data.text().startsWith("<")) {
        assertThat(exact).isLessThan(new BigDecimal(data.text().substring(2)));
        continue;
      }
      boolean share = data.text().endsWith("%") || data.text().matches("[+-].*\\.\\d\\d");
      BigDecimal shown = new BigDecimal(data.text().replaceAll("[ ,%]", ""));
      BigDecimal known = share ? exact.movePointRight(2) : exact;
      assertThat(known.subtract(shown).abs())
          .as("%s shown as %s", exact, data.text())
          .isLessThanOrEqualTo(new BigDecimal("0.5").multiply(shown.ulp()));
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void aRowForEachVariantHasItsNumbersAndItsCommand(StudyReport report) {
    Element table = table(parse(report), "Every variant, and the command that trains it alone");
    List<Element> rows = table.select("tbody tr");
    assertThat(rows).hasSameSizeAs(report.variants());
    for (int i = 0; i < rows.size(); i++) {
      VariantResult variant = report.variants().get(i);
      Element row = rows.get(i);
      assertThat(row.selectFirst("th").text()).isEqualTo(variant.name());
      assertThat(row.selectFirst("td code.text").wholeText()).isEqualTo(variant.command());
      variant.settings().values().forEach(label -> assertThat(row.text()).contains(label));
      assertThat(row.selectFirst(".bad").wholeText()).isEqualTo(variant.failure().orElse(""));
      variant
          .measures()
          .ifPresent(
              found -> {
                assertThat(cell(table, row, "tree").text()).isEqualTo(found.tree());
                assertThat(values(cell(table, row, "test accuracy")))
                    .containsExactly(exact(found.test().value().toString()));
                assertThat(values(cell(table, row, "correct images")))
                    .containsExactly(
                        exact("" + found.test().correct()), exact("" + found.test().images()));
                assertThat(values(cell(table, row, "parameters")))
                    .containsExactly(exact("" + found.parameters()));
                assertThat(values(cell(table, row, "seconds")))
                    .containsExactly(exact("" + found.seconds()));
              });
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void theScriptsDrawTheReportItself(StudyReport report) {
    Document page = parse(report);
    JsonNode data = data(page);
    String drawn = new String(CanonicalJson.bytes(report), StandardCharsets.UTF_8);
    assertThat(page.getElementById("data").data()).contains(drawn.replace("<", "\\u003c"));
    int trees = report.trees().size();
    assertThat(data.get("differences")).hasSize(trees * (trees - 1) / 2);
    JsonNode last = data.get("differences").get(data.get("differences").size() - 1);
    TreeDifference found =
        TreeDifference.between(
            report.trees().get(trees - 2).tree(), report.trees().get(trees - 1).tree());
    assertThat(last.get("gone")).hasSameSizeAs(found.gone());
    assertThat(last.get("gone").get(0).get("there").asText())
        .isEqualTo(found.gone().get(0).partsText());
  }

  @Test
  void namesFromDataNeverBecomeMarkup() {
    StudyReport report = StudyReports.volatility(HOSTILE);
    Document page = parse(report);
    assertThat(page.select("b, img")).isEmpty();
    assertThat(page.select("[onerror]")).isEmpty();
    Document harmless = parse(StudyReports.volatility(StudyReports.names(HOSTILE.size())));
    assertThat(page.select("script")).hasSameSizeAs(harmless.select("script"));
    assertThat(page.getAllElements()).hasSameSizeAs(harmless.getAllElements());
    assertThat(table(page, "Test accuracy on the images of each class").select("thead th"))
        .extracting(Element::text)
        .containsAll(HOSTILE);
    for (int i = 0; i < HOSTILE.size(); i++) {
      JsonNode names = data(page).at("/report/trees/0/tree/classes");
      assertThat(names.get(i).asText()).isEqualTo(HOSTILE.get(i));
    }
  }

  @Test
  void gapsAndFailuresStandAmongTheSteps() {
    StudyReport report = StudyReports.volatility(StudyReports.STROKES);
    Element table = table(parse(report), "Ranges of grouping volatility");
    List<String> rows = table.select("tbody tr").eachText();
    assertThat(rows).hasSize(21);
    assertThat(rows.get(9)).contains("left out by the budget");
    assertThat(rows.get(14)).contains("gv-13 failed");
    List<BigDecimal> from =
        table.select("tbody th data").eachAttr("value").stream().map(BigDecimal::new).toList();
    assertThat(from).isSorted();
  }

  @Test
  void gatesTellTheirVerdictInWords() {
    Element table =
        table(
            parse(StudyReports.volatility(StudyReports.STROKES)),
            "Conditions under which the study fails");
    assertThat(table.select("tbody tr").eachText())
        .containsExactly(
            "accuracySpread > 2.0 6.042 \u2717 met: the study fails",
            "trees > 10 7 \u2713 not met");
  }

  @Test
  void everythingButChartsAndChoicesIsThereWithoutScripts() {
    Document page = parse(StudyReports.volatility(StudyReports.STROKES));
    assertThat(page.select(".script table, .script [data-tree]")).isEmpty();
    assertThat(page.select("details:not([open])")).isEmpty();
    assertThat(page.select("[data-tree]")).hasSize(7);
    assertThat(page.selectFirst("[data-tree=B]").text()).contains("Other than in tree A: gone: {");
  }

  @Test
  void aStudyWithoutAnyResultHasAPage(@TempDir Path folder) throws Exception {
    StudyReport some = StudyReports.seeds();
    VariantResult first = some.variants().get(0);
    VariantResult failed =
        new VariantResult(
            first.name(), first.settings(), first.command(), Optional.of("no"), Optional.empty());
    StudyReport none =
        new StudyReport(
            StudyReport.VERSION,
            "none",
            some.recipe(),
            some.recipeDigest(),
            some.platform(),
            List.of(),
            Optional.empty(),
            List.of(failed),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    StudyPage.write(none, folder.resolve("study.html"));
    Document page = Jsoup.parse(Files.readString(folder.resolve("study.html")));
    assertThat(page.selectFirst("header p").text()).isEqualTo("1 variant (1 failed), 0 trees.");
    assertThat(page.select("section").eachAttr("id")).containsExactly("variants");
  }

  static Document parse(StudyReport report) {
    return Jsoup.parse(StudyPage.page(report).markup());
  }

  static JsonNode data(Document page) {
    try {
      return Json.mapper().readTree(page.getElementById("data").data());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static Element table(Document page, String caption) {
    return page.select("table").stream()
        .filter(table -> table.selectFirst("caption").text().equals(caption))
        .findFirst()
        .orElseThrow();
  }

  private static Element cell(Element table, Element row, String title) {
    return row.child(table.select("thead th").eachText().indexOf(title));
  }

  private static List<BigDecimal> values(Element cell) {
    return cell.select("data").eachAttr("value").stream().map(StudyPageTest::exact).toList();
  }
}
