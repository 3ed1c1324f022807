package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.report.HtmlPage.Section;
import io.github.trunkrepro.runtime.sensitivity.StudyReport;
import io.github.trunkrepro.runtime.sensitivity.VariantResult;
import io.github.trunkrepro.runtime.sensitivity.VariantResult.Measures;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult.Gap;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult.NodeCurve;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult.Step;
import io.github.trunkrepro.runtime.tree.GroupingCurve.Breakpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What each grouping volatility gives, and why: the dendrogram of each node. */
final class StudyVolatility {
  private final VolatilityResult found;
  private final Map<String, VariantResult> variants;

  StudyVolatility(StudyReport report, VolatilityResult found) {
    this.found = found;
    variants =
        report.variants().stream()
            .collect(Collectors.toMap(VariantResult::name, Function.identity()));
  }

  List<Section> sections() {
    return List.of(
        new Section("volatility", "Grouping volatility", steps()),
        new Section("nodes", "Where groups part", nodes()));
  }

  private Html steps() {
    Html asked =
        Html.tag("p")
            .of(
                Html.text("Asked for "),
                Cells.range(Cells.volatility(found.start()), Cells.volatility(found.end())),
                Html.text(
                    ". A step is a range of values that all give the same network; its ends are"
                        + " exact. Its letter, shape and colour are those of its tree."));
    Html slider =
        Html.tag("p")
            .with("class", "script")
            .of(
                Html.tag("label")
                    .with("for", "step")
                    .of("Step (point at the chart, or use the arrow keys here)"),
                Html.tag("input")
                    .with("type", "range")
                    .with("id", "step")
                    .with("min", "0")
                    .with("value", "0")
                    .alone(),
                Html.tag("output").with("id", "step-text").with("for", "step").of());
    return Html.join(
        asked,
        HtmlPage.chart(
            "steps-chart",
            "Test accuracy over grouping volatility, a step for each range; the table below has"
                + " the same numbers"),
        slider,
        Html.tag("div").with("id", "step-tree").with("class", "script pane").of(),
        HtmlPage.folded("The steps as a table", table()));
  }

  /** Steps and gaps in one table, in the order of their beginnings. */
  private Html table() {
    record Row(double from, double to, Optional<String> variant) {}
    List<Row> rows = new ArrayList<>();
    for (Step step : found.steps()) {
      rows.add(new Row(step.from(), step.to(), Optional.of(step.variant())));
    }
    for (Gap gap : found.gaps()) {
      rows.add(new Row(gap.from(), gap.to(), Optional.empty()));
    }
    rows.sort(Comparator.comparingDouble(Row::from));
    HtmlTable table =
        new HtmlTable(
            "Ranges of grouping volatility",
            "from (inclusive)",
            "to (exclusive, but for the last)",
            "variant",
            "tree",
            "test accuracy",
            "correct images");
    for (Row row : rows) {
      Optional<Measures> measures =
          row.variant().map(variants::get).flatMap(VariantResult::measures);
      table.row(
          Cells.volatility(row.from()),
          Cells.volatility(row.to()),
          row.variant().map(Html::text).orElse(Html.text("left out by the budget")),
          measures
              .map(m -> StudyPage.tree(m.tree()))
              .orElse(Html.text(row.variant().isPresent() ? "failed" : "")),
          measures.map(m -> Cells.percent(m.test())).orElse(Html.NOTHING),
          measures.map(m -> Cells.images(m.test())).orElse(Html.NOTHING));
    }
    return table.html();
  }

  private Html nodes() {
    if (found.nodes().isEmpty()) {
      return Html.NOTHING;
    }
    Html explained =
        Html.tag("p")
            .of(
                "Two branches that meet are one group at every grouping volatility below the point"
                    + " where they meet, and apart from there on. Thick branches are joined at the"
                    + " declared value, the dashed line. A thin bar around a point is two standard"
                    + " errors wide to each side: another draw of images moves the point about so"
                    + " far.");
    return Html.join(
        explained,
        HtmlPage.choice("node", "Node"),
        HtmlPage.chart(
            "dendrogram",
            "Dendrogram of the chosen node's classes over grouping volatility; the tables below"
                + " have the same numbers"),
        HtmlPage.folded(
            "The breakpoints as tables",
            Html.join(found.nodes().stream().map(StudyVolatility::breakpoints).toList())));
  }

  private static Html breakpoints(NodeCurve node) {
    HtmlTable table =
        new HtmlTable(
            "Breakpoints of "
                + node.label()
                + ": "
                + Html.count(node.classes().size(), "class", "classes")
                + ", declared "
                + Cells.shownVolatility(node.declared()),
            "classes that part",
            "grouping volatility",
            "likelihood",
            "standard error of the breakpoint",
            "standard errors from the declared value");
    for (Breakpoint breakpoint : node.curve().breakpoints()) {
      double away = breakpoint.standardErrorsFrom(node.declared());
      table.row(
          Html.text(
              node.classes().get(breakpoint.i()) + " and " + node.classes().get(breakpoint.j())),
          Cells.volatility(breakpoint.groupingVolatility()),
          Cells.number(breakpoint.likelihood()),
          Cells.number(breakpoint.standardError()),
          Double.isFinite(away) ? Cells.number(away) : Html.text("no spread"));
    }
    return table.html();
  }
}
