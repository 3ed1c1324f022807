package io.github.trunkrepro.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeReaderTest {
  private static final List<String> NAMES = List.of("0", "1", "D", "I", "L", "O", "X");

  @TempDir Path folder;

  @Test
  void whatWasWrittenIsReadBack() {
    Path file = folder.resolve("tree.json");
    ClassTreeTest.letters().write(file);
    assertThat(TreeReader.read(file, "tree.json", NAMES)).isEqualTo(ClassTreeTest.letters());
  }

  @Test
  void yamlInAnyOrderWithoutClassesIsReadToo() throws IOException {
    String text =
        """
        # by hand
        tree:
          - X
          - [L, 1, I]
          - - D
            - [O, 0]
        """;
    assertThat(read(text)).isEqualTo(ClassTreeTest.letters());
    assertThat(read(text.replace("\n", "\r\n"))).isEqualTo(ClassTreeTest.letters());
  }

  @Test
  void everyMistakeIsReportedWithItsPlace() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    tree:
                      - [0, Q, O]
                      - [1, I, 0]
                      - []
                      - [D]
                      - {a: b}
                      -
                    """))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.SETUP))
        .hasMessage(
            """
            t.yaml has 7 mistakes:
              t.yaml:2:3  the tree lacks "L", "X"
              t.yaml:2:9  the data set has no class "Q"
              t.yaml:3:12  class "0" stands at t.yaml:2:6 already
              t.yaml:4:5  a group needs at least two members, found an empty list
              t.yaml:5:5  a group needs at least two members: with one it repeats itself and never \
            ends; remove this pair of brackets
              t.yaml:6:5  expected a class name or a list of them, found a map
              t.yaml:7:4  expected a class name or a list of them, found nothing""");
  }

  @Test
  void treeOfAnotherDataSetIsRefused() {
    assertThatThrownBy(() -> read("classes: [0, 1, Z]\nflat: true\ntree: [0, 1]"))
        .hasMessageContaining(
            "t.yaml:1:10  the data set has classes that are not here: \"D\", \"I\"")
        .hasMessageContaining("t.yaml:1:10  the data set has no classes \"Z\"")
        .hasMessageContaining("t.yaml:2:1  unknown key \"flat\"; allowed: classes, tree")
        .hasMessageContaining("t.yaml:3:7  the tree lacks \"D\", \"I\", \"L\", \"O\", \"X\"");
  }

  @Test
  void whatIsNoTreeIsRefused() {
    assertThatThrownBy(() -> read("[0, 1]"))
        .hasMessageContaining("t.yaml:1:1  expected a map with the key \"tree\", found a list");
    assertThatThrownBy(() -> read("tree: 0"))
        .hasMessageContaining("t.yaml:1:7  expected a list of classes and groups, found 0");
    assertThatThrownBy(() -> read("{\"tree\": [\"0\""))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("t.yaml:");
    assertThatThrownBy(() -> TreeReader.read(folder.resolve("none"), "none", NAMES))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot read none");
  }

  @Test
  void theNearestNameIsOffered() {
    Path file = folder.resolve("t.yaml");
    assertThatThrownBy(
            () -> {
              Files.writeString(file, "tree: [airplan, bird]");
              TreeReader.read(file, "t.yaml", List.of("airplane", "bird"));
            })
        .hasMessageContaining("no class \"airplan\"; did you mean \"airplane\"?");
  }

  private ClassTree read(String text) throws IOException {
    Path file = folder.resolve("t.yaml");
    Files.writeString(file, text);
    return TreeReader.read(file, "t.yaml", NAMES);
  }
}
