package io.github.trunkrepro.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A confusion matrix as a table: a row for each true class, a column for each given one, coloured
 * by the share of the row's images.
 */
final class ConfusionTable {
  private static final int MANY = 20;

  private ConfusionTable() {}

  static Html of(List<String> names, List<List<Long>> confusion) {
    List<String> titles = new ArrayList<>(List.of("true \\ given"));
    titles.addAll(names);
    HtmlTable table = new HtmlTable("Test images by true and given class", titles);
    for (int i = 0; i < names.size(); i++) {
      long images = confusion.get(i).stream().mapToLong(Long::longValue).sum();
      List<Html> row = new ArrayList<>(List.of(Html.text(names.get(i))));
      for (int j = 0; j < names.size(); j++) {
        row.add(cell(confusion.get(i).get(j), images, i == j));
      }
      table.row(row);
    }
    return Html.tag("div")
        .with("class", names.size() > MANY ? "matrix many" : "matrix")
        .of(table.html());
  }

  private static Html cell(long count, long images, boolean right) {
    return Html.tag("data")
        .with("value", Long.toString(count))
        .with("class", right ? "right" : "wrong")
        .with(
            "style",
            "--share:"
                + String.format(Locale.ROOT, "%.3f", count == 0 ? 0 : count / (double) images))
        .of(count == 0 ? "\u00b7" : Long.toString(count));
  }
}
