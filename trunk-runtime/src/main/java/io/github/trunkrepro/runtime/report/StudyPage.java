package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.report.HtmlPage.Section;
import io.github.trunkrepro.runtime.sensitivity.GateResult;
import io.github.trunkrepro.runtime.sensitivity.StudyReport;
import io.github.trunkrepro.runtime.sensitivity.StudyTree;
import io.github.trunkrepro.runtime.sensitivity.VariantResult;
import io.github.trunkrepro.runtime.sensitivity.VariantResult.Measures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A study's page: every number of its report in tables, and charts of them. */
public final class StudyPage {
  private final StudyReport report;

  private StudyPage(StudyReport report) {
    this.report = report;
  }

  /** Writes the page, one HTML file that needs nothing beside it, whole or not at all. */
  public static void write(StudyReport report, Path file) {
    page(report).write(file);
  }

  static HtmlPage page(StudyReport report) {
    return new StudyPage(report).page();
  }

  /**
   * What the scripts draw.
   *
   * @param differences of every two trees
   * @param groups variants over seeds
   */
  private record Data(
      StudyReport report, List<StudyTrees.Difference> differences, List<StudySeeds.Group> groups) {}

  private HtmlPage page() {
    StudyTrees trees = new StudyTrees(report);
    StudySeeds seeds = new StudySeeds(report);
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("gates", "Gates", gates()));
    sections.addAll(
        report
            .volatility()
            .map(found -> new StudyVolatility(report, found).sections())
            .orElse(List.of()));
    sections.add(new Section("trees", "Trees", trees.html()));
    sections.add(new Section("seeds", "Seeds", seeds.html()));
    sections.add(new Section("variants", "Variants", variants()));
    return new HtmlPage(
        "Study " + report.study(),
        lead(),
        sections,
        new Data(report, trees.differences(), seeds.groups()),
        "study.js");
  }

  private Html lead() {
    List<Accuracy> accuracies = measured(report).map(Measures::test).toList();
    long failed = report.variants().stream().filter(v -> v.failure().isPresent()).count();
    String text =
        Html.count(report.variants().size(), "variant", "variants")
            + (failed == 0 ? "" : " (" + failed + " failed)")
            + ", "
            + Html.count(report.trees().size(), "tree", "trees");
    Comparator<Accuracy> order = Comparator.comparing(Accuracy::value);
    Html range =
        accuracies.isEmpty()
            ? Html.NOTHING
            : Html.join(
                Html.text(", test accuracy from "),
                Cells.percent(accuracies.stream().min(order).orElseThrow()),
                Html.text(" to "),
                Cells.percent(accuracies.stream().max(order).orElseThrow()));
    return Html.join(
        Html.tag("p").of(Html.text(text), range, Html.text(".")),
        Html.tag("p")
            .with("class", "muted")
            .of(
                Html.text("Recipe " + report.recipe() + " ("),
                Cells.digest(report.recipeDigest()),
                Html.text(
                    "), platform "
                        + report.platform()
                        + ", report version "
                        + report.version()
                        + ".")));
  }

  private Html gates() {
    HtmlTable table =
        new HtmlTable("Conditions under which the study fails", "condition", "found", "verdict");
    for (GateResult gate : report.gates()) {
      table.row(
          Html.tag("code").of(gate.condition()),
          Cells.number(gate.found()),
          Html.tag("strong").with("class", gate.failed() ? "bad" : "good").of(verdict(gate)));
    }
    return table.html();
  }

  private static String verdict(GateResult gate) {
    if (gate.found().isEmpty()) {
      return "\u2717 not measured: the study fails";
    }
    return gate.failed() ? "\u2717 met: the study fails" : "\u2713 not met";
  }

  private Html variants() {
    Set<String> axes = new LinkedHashSet<>();
    report.variants().forEach(variant -> axes.addAll(variant.settings().keySet()));
    List<String> titles = new ArrayList<>(List.of("variant"));
    titles.addAll(axes);
    titles.addAll(
        List.of(
            "tree",
            "test accuracy",
            "correct images",
            "parameters",
            "MACs of mean path",
            "margin (standard errors)",
            "phases trained",
            "reused",
            "seconds",
            "weights",
            "failure",
            "command"));
    HtmlTable table = new HtmlTable("Every variant, and the command that trains it alone", titles);
    for (VariantResult variant : report.variants()) {
      List<Html> row = new ArrayList<>(List.of(Html.text(variant.name())));
      axes.forEach(axis -> row.add(setting(variant.settings().getOrDefault(axis, ""))));
      row.addAll(variant.measures().map(StudyPage::cells).orElseGet(StudyPage::noCells));
      row.add(Html.tag("span").with("class", "text bad").of(variant.failure().orElse("")));
      row.add(Html.tag("code").with("class", "text").of(variant.command()));
      table.row(row);
    }
    return Html.join(table.html(), perClass());
  }

  private static List<Html> cells(Measures found) {
    return List.of(
        tree(found.tree()),
        Cells.percent(found.test()),
        Cells.images(found.test()),
        Cells.number(found.parameters()),
        Cells.number(found.meanPathMacs()),
        Cells.number(found.margin()),
        Cells.number(found.phasesTrained()),
        Cells.number(found.phasesReused()),
        Cells.number(found.seconds()),
        Cells.digest(found.weights()));
  }

  private static List<Html> noCells() {
    return Stream.generate(() -> Html.NOTHING).limit(10).toList();
  }

  /** A label that is a number is sorted as one. */
  private static Html setting(String label) {
    return label.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?")
        ? Html.tag("data").with("value", label).of(label)
        : Html.text(label);
  }

  private Html perClass() {
    Optional<StudyTree> any = report.trees().stream().findFirst();
    if (any.isEmpty()) {
      return Html.NOTHING;
    }
    List<String> titles = new ArrayList<>(List.of("variant"));
    titles.addAll(any.get().tree().classNames());
    HtmlTable table = new HtmlTable("Test accuracy on the images of each class", titles);
    for (VariantResult variant : report.variants()) {
      variant
          .measures()
          .ifPresent(
              found -> {
                List<Html> row = new ArrayList<>(List.of(Html.text(variant.name())));
                found.perClass().forEach(share -> row.add(Cells.percent(share)));
                table.row(row);
              });
    }
    return HtmlPage.folded("Accuracy by class", table.html());
  }

  /** A tree's name. */
  static Html tree(String name) {
    return Html.tag("strong").of(name);
  }

  static Stream<Measures> measured(StudyReport report) {
    return report.variants().stream().flatMap(variant -> variant.measures().stream());
  }
}
