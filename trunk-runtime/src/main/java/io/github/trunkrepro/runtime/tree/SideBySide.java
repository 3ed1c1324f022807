package io.github.trunkrepro.runtime.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two texts in two columns, like lines beside each other: {@code <} marks a line that only the left
 * has, {@code >} one that only the right has, {@code |} two that differ.
 */
final class SideBySide {
  private static final int NARROWEST = 12;
  private static final int CONTEXT = 1;

  private SideBySide() {}

  private record Row(String left, char mark, String right) {}

  /** Columns for each side. */
  static int column(int width) {
    return Math.max(NARROWEST, (width - 3) / 2);
  }

  /**
   * The columns under their titles.
   *
   * @param width columns in all
   * @param rows at most so many lines; when there are more, like lines are left out first
   */
  static List<String> lines(
      String titleLeft,
      List<String> left,
      String titleRight,
      List<String> right,
      int width,
      int rows) {
    int column = column(width);
    List<Row> aligned = new ArrayList<>(List.of(new Row(titleLeft, ' ', titleRight)));
    aligned.addAll(align(left, right));
    if (aligned.size() > rows) {
      aligned = withoutLike(aligned);
    }
    List<String> lines = new ArrayList<>();
    for (Row row : aligned) {
      if (lines.size() == rows - 1 && aligned.size() > rows) {
        lines.add("... and " + (aligned.size() - lines.size()) + " more lines");
        break;
      }
      String cell = TreeText.cut(row.left, column);
      String padding = " ".repeat(column - cell.length());
      lines.add(
          (cell + padding + " " + row.mark + " " + TreeText.cut(row.right, column))
              .stripTrailing());
    }
    return lines;
  }

  /** Pairs the lines along their longest common subsequence. */
  private static List<Row> align(List<String> left, List<String> right) {
    int[][] common = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        common[i][j] =
            left.get(i).equals(right.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Row> rows = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
        rows.add(new Row(left.get(i++), ' ', right.get(j++)));
      } else if (i < left.size() && (j == right.size() || common[i + 1][j] >= common[i][j + 1])) {
        rows.add(new Row(left.get(i++), '<', ""));
      } else {
        rows.add(new Row("", '>', right.get(j++)));
      }
    }
    return joined(rows);
  }

  /** Puts a run of left lines beside the run of right lines that follows it. */
  private static List<Row> joined(List<Row> rows) {
    List<Row> result = new ArrayList<>();
    int at = 0;
    while (at < rows.size()) {
      int middle = at;
      while (middle < rows.size() && rows.get(middle).mark == '<') {
        middle++;
      }
      int end = middle;
      while (end < rows.size() && rows.get(end).mark == '>') {
        end++;
      }
      if (end == at) {
        result.add(rows.get(at++));
        continue;
      }
      for (int i = 0; i < Math.max(middle - at, end - middle); i++) {
        boolean hasLeft = at + i < middle;
        boolean hasRight = middle + i < end;
        result.add(
            new Row(
                hasLeft ? rows.get(at + i).left : "",
                hasLeft && hasRight ? '|' : hasLeft ? '<' : '>',
                hasRight ? rows.get(middle + i).right : ""));
      }
      at = end;
    }
    return result;
  }

  /** Leaves out like lines that do not stand beside a difference; the titles stay. */
  private static List<Row> withoutLike(List<Row> rows) {
    List<Row> result = new ArrayList<>(rows.subList(0, 1));
    int left = 0;
    for (int i = 1; i <= rows.size(); i++) {
      boolean shown = i == rows.size() || near(rows, i);
      if (shown && left > 0) {
        String note = String.format(Locale.ROOT, "... %d like lines", left);
        result.add(new Row(note, ' ', note));
        left = 0;
      }
      if (!shown) {
        left++;
      } else if (i < rows.size()) {
        result.add(rows.get(i));
      }
    }
    return result;
  }

  private static boolean near(List<Row> rows, int at) {
    return rows.subList(Math.max(1, at - CONTEXT), Math.min(rows.size(), at + CONTEXT + 1)).stream()
        .anyMatch(row -> row.mark != ' ');
  }
}
