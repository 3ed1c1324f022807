package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.TextTable;
import io.github.trunkrepro.runtime.manifest.RunDifference.Parting;
import io.github.trunkrepro.runtime.manifest.RunDifference.PredictionChanges;
import io.github.trunkrepro.runtime.manifest.RunDifference.WeightChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A {@link RunDifference} for people: on a console, and as Markdown. */
public final class RunDifferenceText {
  private static final int SHOWN = 12;
  private static final int SHOWN_IMAGES = 20;

  private final RunDifference difference;
  private final List<String> lines = new ArrayList<>();

  private RunDifferenceText(RunDifference difference) {
    this.difference = difference;
  }

  /** Lines for a console, at most about a hundred and fifty. */
  public static List<String> lines(RunDifference difference) {
    return new RunDifferenceText(difference).render();
  }

  /** The same as a Markdown document, {@code diff.md}. */
  public static String markdown(RunDifference difference) {
    return "# trunk:diff\n\n```text\n" + String.join("\n", lines(difference)) + "\n```\n";
  }

  private List<String> render() {
    lines.add("A: " + difference.a());
    lines.add("B: " + difference.b());
    lines.add("");
    table(
        new TextTable("differs", "what", "A", "B", ""),
        difference.inputs(),
        input ->
            new String[] {
              lower(input.area()),
              input.what(),
              input.a(),
              input.b(),
              input.candidate() ? "can be a cause" : ""
            });
    lines.add(difference.cause());
    difference.parting().ifPresent(parting -> lines.add(text(parting)));
    lines.add("");
    difference.weights().ifPresent(this::weights);
    lines.add(
        "Test accuracy: %s -> %s"
            .formatted(difference.accuracyA().text(4), difference.accuracyB().text(4)));
    lines.add("Robinson-Foulds distance of the trees: " + difference.robinsonFoulds());
    bounded(difference.treeChanges());
    lines.addAll(difference.treesSideBySide());
    lines.add("");
    table(
        new TextTable("pair on another side of the threshold", "node", "A", "B"),
        difference.pairs(),
        pair ->
            new String[] {
              pair.first() + " " + pair.second(), pair.node(), margin(pair.a()), margin(pair.b())
            });
    table(
        new TextTable("class", "A", "B", "change"),
        difference.classes(),
        change ->
            new String[] {
              change.name(),
              change.a().text(4),
              change.b().text(4),
              String.format(Locale.ROOT, "%+.4f", change.change())
            });
    difference.predictions().ifPresent(this::predictions);
    return List.copyOf(lines);
  }

  private void weights(WeightChanges weights) {
    lines.add(weights.summary());
    table(
        new TextTable("node", "tensor", "relative difference", "largest difference"),
        weights.tensors(),
        SHOWN,
        tensor ->
            new String[] {
              tensor.node(), tensor.tensor(), size(tensor.relative()), size(tensor.largest())
            });
  }

  private static String size(Optional<Double> value) {
    return value.map(number -> String.format(Locale.ROOT, "%.3g", number)).orElse("not finite");
  }

  private void predictions(PredictionChanges predictions) {
    lines.add(predictions.summary());
    table(
        new TextTable("test image", "class", "A", "B"),
        predictions.images(),
        SHOWN_IMAGES,
        change ->
            new String[] {String.valueOf(change.image()), change.label(), change.a(), change.b()});
  }

  private static String text(Parting parting) {
    return "The bits part in the %s phase of %s%s."
        .formatted(
            parting.phase().label(),
            parting.node(),
            parting
                .epoch()
                .map(epoch -> ", from epoch " + epoch)
                .orElse(": the epochs are equal, another one was kept"));
  }

  private static String margin(Optional<Double> margin) {
    return margin
        .map(value -> String.format(Locale.ROOT, "%+.1f standard errors", value))
        .orElse("not stored");
  }

  private <T> void table(TextTable table, List<T> rows, Function<T, String[]> cells) {
    table(table, rows, SHOWN, cells);
  }

  private <T> void table(TextTable table, List<T> rows, int shown, Function<T, String[]> cells) {
    if (rows.isEmpty()) {
      return;
    }
    rows.stream().limit(shown).forEach(row -> table.row(cells.apply(row)));
    lines.addAll(table.lines());
    more(rows.size(), shown);
    lines.add("");
  }

  private void bounded(List<String> changes) {
    changes.stream().limit(SHOWN).forEach(lines::add);
    more(changes.size(), SHOWN);
  }

  private void more(int size, int shown) {
    if (size > shown) {
      lines.add("... and " + (size - shown) + " more, in diff.json");
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
