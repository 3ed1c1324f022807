package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.document.TextTable;
import io.github.trunkrepro.runtime.sensitivity.VariantResult.Measures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A report for a console. */
public final class StudyText {
  private static final int COLUMNS = 100;
  private static final int TREES_SHOWN = 3;

  private StudyText() {}

  /** The report, a line each. */
  public static List<String> lines(StudyReport report) {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        report.volatility().map(found -> steps(report, found)).orElseGet(() -> variants(report)));
    report.trees().stream()
        .limit(TREES_SHOWN)
        .forEach(
            tree -> {
              lines.add("tree " + tree.name() + ", depth " + tree.depth() + ":");
              tree.tree().render(COLUMNS).lines().forEach(lines::add);
            });
    if (report.trees().size() > TREES_SHOWN) {
      lines.add("and " + (report.trees().size() - TREES_SHOWN) + " more trees");
    }
    lines.addAll(groups(report));
    lines.addAll(comparisons(report));
    lines.addAll(sources(report));
    report.gates().forEach(gate -> lines.add(gate.text()));
    return lines;
  }

  private static List<String> steps(StudyReport report, VolatilityResult volatility) {
    Map<String, VariantResult> variants = new HashMap<>();
    report.variants().forEach(variant -> variants.put(variant.name(), variant));
    TextTable table =
        new TextTable(
            "from", "to", "tree", "depth", "nodes", "test accuracy", "parameters", "margin");
    for (VolatilityResult.Step step : volatility.steps()) {
      Measures measures = variants.get(step.variant()).measures().orElseThrow();
      StudyTree tree = tree(report, measures);
      table.row(
          number(step.from()),
          number(step.to()),
          tree.name(),
          String.valueOf(tree.depth()),
          String.valueOf(tree.nodes()),
          measures.test().text(4),
          String.valueOf(measures.parameters()),
          margin(measures.margin()));
    }
    List<String> lines = new ArrayList<>(table.lines());
    for (VolatilityResult.Gap gap : volatility.gaps()) {
      lines.add("not known: " + number(gap.from()) + " to " + number(gap.to()));
    }
    return lines;
  }

  private static List<String> variants(StudyReport report) {
    TextTable table =
        new TextTable("variant", "tree", "depth", "nodes", "test accuracy", "parameters", "margin");
    for (VariantResult variant : report.variants()) {
      Optional<Measures> measures = variant.measures();
      if (measures.isEmpty()) {
        table.row(variant.name(), "failed", "", "", "", "", "");
        continue;
      }
      StudyTree tree = tree(report, measures.get());
      table.row(
          variant.name(),
          tree.name(),
          String.valueOf(tree.depth()),
          String.valueOf(tree.nodes()),
          measures.get().test().text(4),
          String.valueOf(measures.get().parameters()),
          margin(measures.get().margin()));
    }
    return table.lines();
  }

  private static StudyTree tree(StudyReport report, Measures measures) {
    return report.trees().stream()
        .filter(tree -> tree.name().equals(measures.tree()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> groups(StudyReport report) {
    List<String> lines = new ArrayList<>();
    for (GroupSummary group : report.groups()) {
      if (group.standardDeviation().isPresent()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s: mean %.2f %%, standard deviation %.2f, 95 %% interval %.2f to %.2f, %d variants, trees %s",
                settings(group.settings()),
                100 * group.mean(),
                100 * group.standardDeviation().getAsDouble(),
                100 * group.low().orElseThrow(),
                100 * group.high().orElseThrow(),
                group.variants(),
                group.trees()));
      }
    }
    return lines;
  }

  private static List<String> comparisons(StudyReport report) {
    List<String> lines = new ArrayList<>();
    for (Comparison comparison : report.comparisons()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s against %s: %+.2f points (%+.2f to %+.2f) over %d seeds, signed rank p %.3g, t test p %s, adjusted for %d",
              settings(comparison.second()),
              settings(comparison.first()),
              100 * comparison.meanDifference(),
              100 * comparison.low(),
              100 * comparison.high(),
              comparison.pairs(),
              comparison.signedRankAdjusted(),
              comparison.pairedTAdjusted().isPresent()
                  ? String.format(Locale.ROOT, "%.3g", comparison.pairedTAdjusted().getAsDouble())
                  : "not defined",
              report.comparisons().size()));
    }
    return lines;
  }

  private static List<String> sources(StudyReport report) {
    List<String> lines = new ArrayList<>();
    for (VarianceSource source : report.sources()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%.1f %% of the spread: %s%s",
              100 * source.share(),
              source.axis(),
              source.p().isPresent()
                  ? String.format(Locale.ROOT, " (p %.3g)", source.p().getAsDouble())
                  : ""));
    }
    return lines;
  }

  private static String settings(Map<String, String> settings) {
    return settings.isEmpty()
        ? "all"
        : String.join(
            ",",
            settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  private static String margin(OptionalDouble margin) {
    return margin.isPresent()
        ? String.format(Locale.ROOT, "%.1f SE", margin.getAsDouble())
        : "none";
  }
}
