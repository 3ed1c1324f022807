package io.github.trunkrepro.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.sensitivity.StudyReport;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as Chromium shows them: charts, sorting, choosing. */
class StudyPageBrowserTest {
  /** Uses the page as a reader would, and leaves what it saw in an element of its own. */
  private static final String READER =
      """
      const seen = {};
      const text = (id) => document.getElementById(id).textContent;
      const texts = (id) => [...document.querySelectorAll("#" + id + " text")].map((t) => t.textContent);
      const variantsTable = document.querySelector("#variants table");
      const titles = [...variantsTable.tHead.rows[0].cells];
      const column = titles.findIndex((title) => title.textContent === "test accuracy");
      const read = () => ({
        sort: titles.map((title) => title.getAttribute("aria-sort")).filter((sort) => sort),
        values: [...variantsTable.tBodies[0].rows].map((row) => {
          const number = row.cells[column].querySelector("data");
          return number ? Number(number.value) : null;
        }),
      });
      seen.unsorted = read();
      titles[column].querySelector("button").click();
      seen.ascending = read();
      titles[column].querySelector("button").click();
      seen.descending = read();
      titles[0].querySelector("button").click();
      seen.names = [...variantsTable.tBodies[0].rows].map((row) => row.cells[0].textContent);
      const change = (id, event, set) => {
        set(document.getElementById(id));
        document.getElementById(id).dispatchEvent(new Event(event));
      };
      if (document.getElementById("step")) {
        change("step", "input", (slider) => { slider.value = 6; });
        seen.step = text("step-text");
        seen.stepTree = document.querySelector("#step-tree .tree").textContent;
        const place = document.querySelector("#steps-chart svg");
        const box = place.getBoundingClientRect();
        place.dispatchEvent(new MouseEvent("mousemove", {
          bubbles: true, clientX: box.left + box.width - 30, clientY: box.top + 150,
        }));
        seen.hovered = text("step-text");
        change("node", "change", (node) => { node.selectedIndex = 1; });
        seen.dendrogram = texts("dendrogram");
      }
      change("second-tree", "change", (tree) => { tree.selectedIndex = 2; });
      seen.difference = text("difference");
      seen.marked = [...document.querySelectorAll("#first-pane .differs")].length;
      seen.requests = performance.getEntriesByType("resource").map((entry) => entry.name);
      seen.scrolls = document.documentElement.scrollWidth > innerWidth;
      const found = document.createElement("pre");
      found.id = "seen";
      found.textContent = JSON.stringify(seen);
      document.body.append(found);
      """;

  @TempDir private Path folder;

  @Test
  void showsGroupingVolatilityAndDoesWhatReadersAsk() throws Exception {
    StudyReport report = StudyReports.volatility(StudyReports.STROKES);
    Chromium.Shown shown = Chromium.show(StudyPage.page(report), READER, folder);
    JsonNode seen = seen(shown);

    Step step = report.volatility().orElseThrow().steps().get(6);
    assertThat(seen.get("step").asText())
        .isEqualTo(
            Cells.shownVolatility(step.from())
                + " to "
                + Cells.shownVolatility(step.to())
                + ": tree D, "
                + accuracy(report, 6));
    assertThat(seen.get("stepTree").asText())
        .isEqualTo(Jsoup.parse(TreeList.of(report.trees().get(3).tree()).markup()).wholeText());
    assertThat(seen.get("hovered").asText()).contains(" to 1.2: tree G, ");
    List<String> classes = report.volatility().orElseThrow().nodes().get(1).classes();
    assertThat(strings(seen.get("dendrogram"))).containsAll(classes).contains("declared 0.93");

    List<String> chart = Chromium.texts(shown.document(), "steps-chart");
    assertThat(chart)
        .contains("A", "B", "C", "D", "E", "F", "G", "tree A", "tree G")
        .contains("left out", "failed", "declared 0.93", "grouping volatility");
    assertSorts(report, seen);
    assertThat(seen.get("marked").asInt())
        .isEqualTo(StudyPageTest.data(shown.document()).at("/differences/1/gone").size())
        .isPositive();
    assertQuiet(shown, seen);
  }

  @Test
  void showsBoxPlotsOverSeeds() throws Exception {
    StudyReport report = StudyReports.seeds();
    Chromium.Shown shown = Chromium.show(StudyPage.page(report), READER, folder);
    JsonNode seen = seen(shown);
    assertThat(String.join(" ", Chromium.texts(shown.document(), "boxes")))
        .contains("tree A", "tree B", "tree C", "batch norm", "layer norm", "test accuracy");
    assertThat(shown.document().getElementById("steps-chart")).isNull();
    assertSorts(report, seen);
    assertQuiet(shown, seen);
  }

  @Test
  void hostileNamesStayText() throws Exception {
    StudyReport report =
        StudyReports.volatility(
            List.of("</script><b>", "<img src=x onerror=alert(1)>", "\"&'", "<!--<script>", "e"));
    Chromium.Shown shown = Chromium.show(StudyPage.page(report), READER, folder);
    assertThat(shown.document().select("b, img")).isEmpty();
    assertThat(Chromium.texts(shown.document(), "dendrogram")).contains("</script><b>");
    assertQuiet(shown, seen(shown));
  }

  private static void assertSorts(StudyReport report, JsonNode seen) {
    List<Double> values = new ArrayList<>();
    StudyPage.measured(report).forEach(m -> values.add(m.test().value().doubleValue()));
    assertThat(strings(seen.at("/unsorted/sort"))).isEmpty();
    assertThat(numbers(seen.at("/unsorted/values"))).containsExactlyElementsOf(values);
    Collections.sort(values);
    assertThat(numbers(seen.at("/ascending/values"))).containsExactlyElementsOf(values);
    assertThat(strings(seen.at("/ascending/sort"))).containsExactly("ascending");
    Collections.reverse(values);
    assertThat(numbers(seen.at("/descending/values"))).containsExactlyElementsOf(values);
    assertThat(strings(seen.at("/descending/sort"))).containsExactly("descending");
    long failed = report.variants().stream().filter(v -> v.failure().isPresent()).count();
    for (JsonNode order : List.of(seen.get("ascending"), seen.get("descending"))) {
      JsonNode sorted = order.get("values");
      for (int i = 1; i <= failed; i++) {
        assertThat(sorted.get(sorted.size() - i).isNull()).as("failures come last").isTrue();
      }
    }
    // gv-2 before gv-10
    assertThat(strings(seen.get("names")))
        .containsExactlyElementsOf(report.variants().stream().map(v -> v.name()).toList());
  }

  private static void assertQuiet(Chromium.Shown shown, JsonNode seen) {
    assertThat(shown.console()).isEmpty();
    assertThat(strings(seen.get("requests"))).isEmpty();
    assertThat(seen.get("scrolls").asBoolean()).as("the page is wider than the window").isFalse();
  }

  private static String accuracy(StudyReport report, int variant) {
    Document cells =
        Jsoup.parse(
            Cells.percent(report.variants().get(variant).measures().orElseThrow().test()).markup());
    long correct = report.variants().get(variant).measures().orElseThrow().test().correct();
    return cells.text() + " (" + correct + " of 2400)";
  }

  private static JsonNode seen(Chromium.Shown shown) throws Exception {
    assertThat(shown.document().getElementById("seen"))
        .as("the reader came to its end; the console: %s", shown.console())
        .isNotNull();
    return Json.mapper().readTree(shown.document().getElementById("seen").text());
  }

  private static List<String> strings(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(
        item -> {
          if (!item.isNull()) {
            numbers.add(item.asDouble());
          }
        });
    return numbers;
  }
}
