package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.sensitivity.Comparison;
import io.github.trunkrepro.runtime.sensitivity.GroupSummary;
import io.github.trunkrepro.runtime.sensitivity.StudyReport;
import io.github.trunkrepro.runtime.sensitivity.VarianceSource;
import io.github.trunkrepro.runtime.sensitivity.VariantResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What seeds alone change, what settings change beyond that, and how sure that is. */
final class StudySeeds {
  private final StudyReport report;

  StudySeeds(StudyReport report) {
    this.report = report;
  }

  /**
   * Variants that differ in the seed alone, for scripts.
   *
   * @param label their common settings
   * @param points those that have a result
   */
  record Group(String label, List<Point> points) {}

  /**
   * A variant in a box plot.
   *
   * @param accuracy on the test images, 0..1
   */
  record Point(String variant, String tree, double accuracy) {}

  /** Groups that are worth a box: there is more than one variant in some. */
  List<Group> groups() {
    return report.groups().stream().noneMatch(group -> group.variants() > 1)
        ? List.of()
        : report.groups().stream().map(this::group).toList();
  }

  private Group group(GroupSummary group) {
    return new Group(
        label(group.settings()),
        report.variants().stream()
            .filter(variant -> isIn(variant, group))
            .flatMap(
                variant ->
                    variant.measures().stream()
                        .map(
                            found ->
                                new Point(
                                    variant.name(),
                                    found.tree(),
                                    found.test().value().doubleValue())))
            .toList());
  }

  private static boolean isIn(VariantResult variant, GroupSummary group) {
    return variant.settings().entrySet().containsAll(group.settings().entrySet());
  }

  Html html() {
    Html boxes =
        groups().isEmpty()
            ? Html.NOTHING
            : Html.join(
                HtmlPage.chart(
                    "boxes",
                    "Box plots of test accuracy, a box for each group, a point for each variant;"
                        + " the tables have the same numbers"),
                summaries());
    return Html.join(boxes, comparisons(), sources());
  }

  private Html summaries() {
    HtmlTable table =
        new HtmlTable(
            "Variants that differ in the seed alone, taken together",
            "settings",
            "variants",
            "mean test accuracy",
            "95 % interval of the mean",
            "standard deviation",
            "lowest",
            "highest",
            "trees");
    for (GroupSummary group : report.groups()) {
      table.row(
          Html.text(label(group.settings())),
          Cells.number(group.variants()),
          Cells.percent(group.mean()),
          group.low().isPresent()
              ? Cells.range(Cells.percent(group.low()), Cells.percent(group.high()))
              : Html.NOTHING,
          Cells.percent(group.standardDeviation()),
          Cells.percent(group.minimum()),
          Cells.percent(group.maximum()),
          trees(group.trees()));
    }
    return table.html();
  }

  private static Html trees(Map<String, Integer> trees) {
    return Html.text(
        trees.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(", ")));
  }

  private Html comparisons() {
    HtmlTable table =
        new HtmlTable(
            "Comparisons over the same seeds: second minus first",
            "first",
            "second",
            "pairs",
            "mean difference (percentage points)",
            "95 % interval of the difference",
            "effect size (Cohen's d)",
            "signed-rank p",
            "adjusted (Holm)",
            "paired t p",
            "adjusted (Holm)");
    for (Comparison comparison : report.comparisons()) {
      table.row(
          Html.text(label(comparison.first())),
          Html.text(label(comparison.second())),
          Cells.number(comparison.pairs()),
          Cells.points(comparison.meanDifference()),
          Cells.range(Cells.points(comparison.low()), Cells.points(comparison.high())),
          Cells.number(comparison.effectSize()),
          Cells.p(comparison.signedRank()),
          Cells.p(comparison.signedRankAdjusted()),
          Cells.p(comparison.pairedT()),
          Cells.p(comparison.pairedTAdjusted()));
    }
    return table.html();
  }

  private Html sources() {
    HtmlTable table =
        new HtmlTable(
            "Analysis of variance of the test accuracy, main effects",
            "source",
            "share of the spread",
            "degrees of freedom",
            "sum of squares",
            "F",
            "p");
    for (VarianceSource source : report.sources()) {
      table.row(
          Html.text(source.axis()),
          Cells.percent(source.share()),
          Cells.number(source.degreesOfFreedom()),
          Cells.number(source.sumOfSquares()),
          Cells.number(source.f()),
          Cells.p(source.p()));
    }
    return table.html();
  }

  private static String label(Map<String, String> settings) {
    return settings.isEmpty() ? "as declared" : Cells.settings(settings);
  }
}
