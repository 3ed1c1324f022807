package io.github.trunkrepro.runtime.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    TextTable table = new TextTable("node", "", "accuracy");
    table.row("root", "x", "0.5");
    table.row("{one, two}", "", "");
    assertThat(table.lines())
        .containsExactly(
            "node           accuracy",
            "----------  -  --------",
            "root        x  0.5",
            "{one, two}");
  }

  @Test
  void whatDiffersAtItsEndIsToldApartHoweverLongItIs() {
    String platform = "cpu-linux-x86_64-2.7.1-cpu-4b4707ad5121-portable-";
    TextTable table = new TextTable("A", "B");
    table.row(platform + 1, platform + 2);
    List<String> cells = List.of(table.lines().get(2).split("  "));
    assertThat(cells).allMatch(cell -> cell.length() == 40);
    assertThat(cells)
        .containsExactly(
            "cpu-linux-x86_64-2....7ad5121-portable-1", "cpu-linux-x86_64-2....7ad5121-portable-2");
  }
}
