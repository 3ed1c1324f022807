package io.github.trunkrepro.runtime.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of plain text, columns as wide as they need to be within a bound. */
public final class TextTable {
  private static final int WIDEST_CELL = 40;
  private static final String ELLIPSIS = "...";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these titles and no rows yet. */
  public TextTable(String... titles) {
    row(titles);
  }

  /** Adds a row, with as many cells as there are titles. */
  public void row(String... cells) {
    rows.add(Arrays.stream(cells).map(TextTable::cut).toList());
  }

  /** The table, a line each, with a rule below the titles. */
  public List<String> lines() {
    List<Integer> widths = new ArrayList<>();
    for (int c = 0; c < rows.get(0).size(); c++) {
      int column = c;
      widths.add(rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    lines.add(1, line(widths.stream().map("-"::repeat).toList(), widths));
    return lines;
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      line.append(cells.get(c)).append(" ".repeat(widths.get(c) - cells.get(c).length() + 2));
    }
    return line.toString().stripTrailing();
  }

  /** In the middle, because names of platforms, files and keys are told apart by their ends. */
  private static String cut(String cell) {
    if (cell.length() <= WIDEST_CELL) {
      return cell;
    }
    int end = (WIDEST_CELL - ELLIPSIS.length()) / 2;
    int begin = WIDEST_CELL - ELLIPSIS.length() - end;
    return cell.substring(0, begin) + ELLIPSIS + cell.substring(cell.length() - end);
  }
}
