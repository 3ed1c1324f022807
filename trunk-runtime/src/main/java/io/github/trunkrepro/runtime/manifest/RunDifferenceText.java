package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.TextTable;
import io.github.trunkrepro.runtime.manifest.RunDifference.Parting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A {@link RunDifference} for people: on a console, and as Markdown. */
public final class RunDifferenceText {
  private static final int SHOWN = 12;

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
    return List.copyOf(lines);
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
    if (rows.isEmpty()) {
      return;
    }
    rows.stream().limit(SHOWN).forEach(row -> table.row(cells.apply(row)));
    lines.addAll(table.lines());
    more(rows.size());
    lines.add("");
  }

  private void bounded(List<String> changes) {
    changes.stream().limit(SHOWN).forEach(lines::add);
    more(changes.size());
  }

  private void more(int size) {
    if (size > SHOWN) {
      lines.add("... and " + (size - SHOWN) + " more, in diff.json");
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
