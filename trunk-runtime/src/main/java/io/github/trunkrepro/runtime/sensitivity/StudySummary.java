package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.document.Markdown;
import io.github.trunkrepro.runtime.sensitivity.VariantResult.Measures;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A study for people, in Markdown with tables, as it can be put into a pull request. */
public final class StudySummary {
  private static final int COLUMNS = 80;

  private final StudyReport report;
  private final Markdown document = new Markdown();

  private StudySummary(StudyReport report) {
    this.report = report;
  }

  /** Writes the summary. */
  public static void write(StudyReport report, Path file) {
    new StudySummary(report).summary().write(file);
  }

  private Markdown summary() {
    document
        .heading(1, "Study " + report.study())
        .list(
            List.of(
                "Recipe: " + report.recipe(),
                "Recipe digest: " + report.recipeDigest(),
                "Platform: " + report.platform()));
    report.volatility().ifPresent(this::steps);
    variants();
    trees();
    groups();
    comparisons();
    sources();
    gates();
    return document;
  }

  private void steps(VolatilityResult volatility) {
    table(
        "Grouping volatility",
        List.of("From", "To", "Variant", "Tree"),
        volatility.steps().stream()
            .map(
                step ->
                    List.of(
                        range(step.from()), range(step.to()), step.variant(), tree(step.variant())))
            .toList());
    table(
        "Left out by the budget",
        List.of("From", "To"),
        volatility.gaps().stream()
            .map(gap -> List.of(range(gap.from()), range(gap.to())))
            .toList());
  }

  private String tree(String variant) {
    return report.variants().stream()
        .filter(result -> result.name().equals(variant))
        .flatMap(result -> result.measures().stream())
        .map(Measures::tree)
        .findFirst()
        .orElse("");
  }

  private void variants() {
    table(
        "Variants",
        List.of(
            "Variant",
            "Tree",
            "Test accuracy",
            "Parameters",
            "MACs of the mean path",
            "Margin (SE)",
            "Phases trained",
            "Phases reused",
            "Failure"),
        report.variants().stream().map(StudySummary::row).toList());
  }

  private static List<String> row(VariantResult variant) {
    Optional<Measures> measures = variant.measures();
    return List.of(
        variant.name(),
        measures.map(Measures::tree).orElse(""),
        measures.map(m -> m.test().text(4)).orElse(""),
        measures.map(m -> String.valueOf(m.parameters())).orElse(""),
        measures.map(m -> String.valueOf(m.meanPathMacs())).orElse(""),
        measures.map(m -> number("%.2f", m.margin())).orElse(""),
        measures.map(m -> String.valueOf(m.phasesTrained())).orElse(""),
        measures.map(m -> String.valueOf(m.phasesReused())).orElse(""),
        variant.failure().orElse(""));
  }

  private void trees() {
    table(
        "Trees",
        List.of("Tree", "Depth", "Nodes", "Variants", "Adjusted Rand", "Robinson-Foulds"),
        report.trees().stream()
            .map(
                tree ->
                    List.of(
                        tree.name(),
                        String.valueOf(tree.depth()),
                        String.valueOf(tree.nodes()),
                        String.valueOf(tree.variants()),
                        number("%.3f", tree.adjustedRand()),
                        String.valueOf(tree.robinsonFoulds())))
            .toList());
    for (StudyTree tree : report.trees()) {
      document.paragraph("Tree " + tree.name() + ":").fenced("", tree.tree().render(COLUMNS));
    }
  }

  private void groups() {
    table(
        "Groups",
        List.of("Settings", "Variants", "Mean accuracy (%)", "Deviation", "95 % interval", "Trees"),
        report.groups().stream()
            .map(
                group ->
                    List.of(
                        settings(group.settings()),
                        String.valueOf(group.variants()),
                        number("%.2f", 100 * group.mean()),
                        percent(group.standardDeviation()),
                        group.low().isPresent()
                            ? percent(group.low()) + " to " + percent(group.high())
                            : "",
                        settings(group.trees())))
            .toList());
  }

  private void comparisons() {
    table(
        "Comparisons over the same seeds (p adjusted for all of them by Holm)",
        List.of(
            "First",
            "Second",
            "Seeds",
            "Second less first (points)",
            "95 % interval",
            "Effect size",
            "Signed rank p",
            "Adjusted",
            "Paired t p",
            "Adjusted"),
        report.comparisons().stream()
            .map(
                comparison ->
                    List.of(
                        settings(comparison.first()),
                        settings(comparison.second()),
                        String.valueOf(comparison.pairs()),
                        number("%+.2f", 100 * comparison.meanDifference()),
                        number("%+.2f", 100 * comparison.low())
                            + " to "
                            + number("%+.2f", 100 * comparison.high()),
                        number("%.2f", comparison.effectSize()),
                        number("%.3g", comparison.signedRank()),
                        number("%.3g", comparison.signedRankAdjusted()),
                        number("%.3g", comparison.pairedT()),
                        number("%.3g", comparison.pairedTAdjusted())))
            .toList());
  }

  private void sources() {
    table(
        "Sources of the spread",
        List.of("Axis", "Degrees of freedom", "Share (%)", "F", "p"),
        report.sources().stream()
            .map(
                source ->
                    List.of(
                        source.axis(),
                        String.valueOf(source.degreesOfFreedom()),
                        number("%.1f", 100 * source.share()),
                        number("%.2f", source.f()),
                        number("%.3g", source.p())))
            .toList());
  }

  private void gates() {
    table(
        "Gates",
        List.of("Result", "Fails on"),
        report.gates().stream()
            .map(gate -> List.of(gate.failed() ? "failed" : "passed", gate.text()))
            .toList());
  }

  /** A heading and a table; nothing without rows. */
  private void table(String heading, List<String> titles, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      document.block("## " + heading).table(titles, rows);
    }
  }

  private static String settings(Map<String, ?> settings) {
    return settings.isEmpty()
        ? "all"
        : settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? number("%.2f", 100 * share.getAsDouble()) : "";
  }

  private static String range(double volatility) {
    return number("%.6g", volatility);
  }

  private static String number(String format, OptionalDouble value) {
    return value.isPresent() ? number(format, value.getAsDouble()) : "";
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
