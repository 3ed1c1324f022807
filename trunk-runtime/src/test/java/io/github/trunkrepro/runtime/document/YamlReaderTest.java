package io.github.trunkrepro.runtime.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("a.yaml");
  }

  private Node read() {
    Problems problems = new Problems("a.yaml");
    Node node = YamlReader.read(file(), "a.yaml", problems);
    problems.throwIfAny();
    return node;
  }

  private Node read(String text) throws IOException {
    Files.writeString(file(), text);
    return read();
  }

  private List<String> problems() {
    UserException e = catchThrowableOfType(UserException.class, this::read);
    assertThat(e).isNotNull();
    assertThat(e.getMessage()).startsWith("a.yaml has ");
    return Arrays.stream(e.getMessage().split("\n", -1)).skip(1).map(String::strip).toList();
  }

  private List<String> problems(String text) throws IOException {
    Files.writeString(file(), text);
    return problems();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: &x 1                | 1:4  anchors (&x) are not allowed; write each value out",
        "a: &x [1]              | 1:4  anchors (&x) are not allowed; write each value out",
        "&x a: 1                | 1:1  anchors (&x) are not allowed; write each value out",
        "b: 1⏎a: *x             | 2:4  aliases (*x) are not allowed; write the value out",
        "a: {⏎ <<: {b: 1}}      | 2:2  merge keys (<<) are not allowed; write the values out",
        "a: !!int 1             | 1:4  tags (tag:yaml.org,2002:int) are not allowed",
        "a: !!set {x}           | 1:4  tags (tag:yaml.org,2002:set) are not allowed",
        "a: 1⏎b:⏎  c: 2⏎  c: 3  | 4:3  duplicate key \"c\"; it stands already in line 3",
        "{\"a\": 1, \"a\": 2}   | 1:10  duplicate key \"a\"; it stands already in line 1",
        "? [a]⏎: 1              | 1:3  a key must be text, found a list",
        "a: 1⏎---⏎b: 2          | 2:1  a second document begins here; only one is allowed",
        "a: 1⏎\tb: 2            | 2:1  not YAML: found character '\\t(TAB)' that cannot start any"
            + " token. (Do not use \\t(TAB) for indentation)",
        "a: [1⏎b: 2             | 2:2  not YAML: expected ',' or ']', but got :",
        "a: 'x                  | 1:6  not YAML: found unexpected end of stream",
        "a: 1⏎  b: 2            | 2:4  not YAML: mapping values are not allowed here",
        "# only a comment       | 1:1  the file is empty",
        "a: \u0007b             | 1:4  the character U+0007 has no place here",
      })
  void isRefusedWhereItStands(String text, String problem) throws IOException {
    assertThat(problems(text.replace('⏎', '\n'))).containsExactly("a.yaml:" + problem);
  }

  @Test
  void everythingThatCanBeIsReportedAtOnce() throws IOException {
    assertThat(problems("a: &x 1\nb: *x\nb: !!str 2\n<<: {c: 1, c: 2}\n"))
        .map(problem -> problem.split(" ", 2)[0])
        .containsExactly(
            "a.yaml:1:4", "a.yaml:2:4", "a.yaml:3:1", "a.yaml:3:4", "a.yaml:4:1", "a.yaml:4:12");
  }

  @Test
  void anEmptyFile() throws IOException {
    assertThat(problems("")).containsExactly("a.yaml:1:1  the file is empty");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16, 1:1  expected UTF-8; found UTF-16",
    "UTF-16LE, 1:1  expected UTF-8; found UTF-16",
    "ISO-8859-1, 2:5  expected UTF-8; found the byte 0xE4 (offset 9)",
  })
  void anotherEncoding(String charset, String problem) throws IOException {
    Files.write(file(), "a: 1\nb: xä\n".getBytes(Charset.forName(charset)));
    assertThat(problems()).containsExactly("a.yaml:" + problem.replace(';', ','));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "a:\n"})
  void deepNestingEndsAtOnce(String step) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() + i + step.length() < 900_000; i++) {
      text.append(step.equals("a:\n") && i < 1000 ? " ".repeat(i) + step : step);
    }
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThat(problems(text.toString()))
                .last()
                .asString()
                .endsWith("nested deeper than 32 levels"));
  }

  @Test
  void aHundredMegabytesAreNotEvenRead() throws IOException {
    byte[] brackets = new byte[1 << 20];
    Arrays.fill(brackets, (byte) '[');
    try (OutputStream out = Files.newOutputStream(file())) {
      for (int i = 0; i < 100; i++) {
        out.write(brackets);
      }
    }
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThat(problems())
                .containsExactly(
                    "a.yaml:1:1  the file has 104,857,600 bytes; at most 1,048,576 are read"));
  }

  @Test
  void manyMistakesMakeAShortMessage() throws IOException {
    assertThat(problems("a: 1\n".repeat(10_000))).hasSize(51).endsWith("… and 9949 more");
  }

  @Test
  void knowsWhereEverythingIs() throws IOException {
    Node root = read("# c\r\na:\r\n  - 1\r\n  - {b: 'x'}\r\né: \"\\n\"\r\n\"𝄞\": 2\r\n");
    Node.Mapping mapping = (Node.Mapping) root;
    assertThat(mapping.entries())
        .extracting(entry -> entry.key() + " " + entry.at() + " " + entry.value().at())
        .containsExactly(
            "a a.yaml:2:1 a.yaml:3:3", "é a.yaml:5:1 a.yaml:5:4", "𝄞 a.yaml:6:1 a.yaml:6:6");
    Node.Sequence list = (Node.Sequence) root.find("a").orElseThrow();
    assertThat(list.items().get(1).find("b"))
        .contains(new Node.Scalar(new Location("a.yaml", 4, 9), "x", false));
    assertThat(root.find("a", "b")).isEmpty();
  }

  @Test
  void utf8WithAByteOrderMarkIsRead() throws IOException {
    Files.write(file(), "\uFEFFa: ä".getBytes(StandardCharsets.UTF_8));
    assertThat(read().find("a")).contains(new Node.Scalar(new Location("a.yaml", 1, 4), "ä", true));
  }
}
