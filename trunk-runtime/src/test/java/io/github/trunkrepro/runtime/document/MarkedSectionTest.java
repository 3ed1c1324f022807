package io.github.trunkrepro.runtime.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkedSectionTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("README.md");
  }

  private MarkedSection section() {
    return new MarkedSection(file(), "part");
  }

  @Test
  void isMadeInANewFileAndAtTheEndOfAnother() throws Exception {
    assertThat(section().write("text\n")).isTrue();
    assertThat(file()).hasContent("<!-- part begin -->\ntext\n<!-- part end -->\n");
    Files.writeString(file(), "# Mine\n\n\n");
    section().write("text");
    assertThat(file()).hasContent("# Mine\n\n<!-- part begin -->\ntext\n<!-- part end -->\n");
  }

  @Test
  void leavesAllAroundItAsItIs() throws Exception {
    Files.writeString(
        file(), "# Mine\r\n<!-- part begin -->\r\nold\r\n<!-- part end -->\r\nafter\r\n");
    assertThat(section().write("new\n\nmore")).isTrue();
    assertThat(file())
        .hasContent("# Mine\n<!-- part begin -->\nnew\n\nmore\n<!-- part end -->\nafter\n");
    assertThat(section().write("new\n\nmore")).isFalse();
  }

  @Test
  void aStaleOneIsToldByItsLine() throws Exception {
    section().write("one\ntwo");
    section().check("one\ntwo", "mvn x");
    String before = Files.readString(file());
    assertThatThrownBy(() -> section().check("one\n2", "mvn x"))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.CHECK))
        .hasMessage(
            file() + ":3:1: is stale: expected \"2\", found \"two\"; write it anew with mvn x");
    assertThat(file()).hasContent(before);
    Files.delete(file());
    assertThatThrownBy(() -> section().check("one", "mvn x"))
        .hasMessageContaining(":1:1: is stale");
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- part begin -->\n",
        "<!-- part end -->\n",
        "<!-- part end -->\n<!-- part begin -->\n",
        "<!-- part begin -->\n<!-- part end -->\n<!-- part begin -->\n<!-- part end -->\n"
      })
  void brokenMarksAreNotGuessedAt(String text) throws Exception {
    Files.writeString(file(), text);
    assertThatThrownBy(() -> section().write("x"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("expected one line \"<!-- part begin -->\"");
    assertThat(file()).hasContent(text);
  }
}
