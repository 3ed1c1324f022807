package io.github.trunkrepro.runtime.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table with a caption; where scripts run, a click on a title sorts it by that column. */
final class HtmlTable {
  private final String caption;
  private final List<String> titles;
  private final List<Html> rows = new ArrayList<>();

  HtmlTable(String caption, List<String> titles) {
    this.caption = caption;
    this.titles = List.copyOf(titles);
  }

  HtmlTable(String caption, String... titles) {
    this(caption, Arrays.asList(titles));
  }

  /** Adds a row, with as many cells as there are titles; the first names it. */
  HtmlTable row(List<Html> cells) {
    if (cells.size() != titles.size()) {
      throw new IllegalArgumentException(
          caption + ": expected " + titles.size() + " cells, found " + cells.size());
    }
    List<Html> row = new ArrayList<>();
    row.add(Html.tag("th").with("scope", "row").of(cells.get(0)));
    cells.stream().skip(1).map(cell -> Html.tag("td").of(cell)).forEach(row::add);
    rows.add(new Html(Html.tag("tr").of(row).markup() + "\n"));
    return this;
  }

  HtmlTable row(Html... cells) {
    return row(Arrays.asList(cells));
  }

  /** The table; nothing where it has no row. */
  Html html() {
    if (rows.isEmpty()) {
      return Html.NOTHING;
    }
    List<Html> head =
        titles.stream().map(title -> Html.tag("th").with("scope", "col").of(title)).toList();
    // A region that can be scrolled needs to be reached by keyboard.
    return Html.tag("div")
        .with("class", "scroll")
        .with("tabindex", "0")
        .with("role", "region")
        .with("aria-label", caption)
        .of(
            Html.tag("table")
                .with("class", "sortable")
                .of(
                    Html.tag("caption").of(caption),
                    Html.tag("thead").of(Html.tag("tr").of(head)),
                    Html.tag("tbody").of(rows)));
  }
}
