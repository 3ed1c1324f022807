package io.github.trunkrepro.runtime.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodePathsTest {
  private static final String DOCUMENT =
      "{a: {b: [1, {c: x}], only: {d: 2}}, \"two, words\": {e: 3}, none: }";
  private final Problems problems = new Problems("test");

  private Node parse(String text) {
    return YamlReader.parse(text, "test", problems);
  }

  private String put(String path, String value) {
    return FlowText.of(NodePaths.put(parse(DOCUMENT), path, parse(value), problems));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.b[0] | 9 | {a: {b: [9, {c: x}], only: {d: 2}}, \"two, words\": {e: 3}, none: null}",
        "a.b[1].c | [y] | {a: {b: [1, {c: [y]}], only: {d: 2}}, \"two, words\": {e: 3}, none: null}",
        "a.only[0].d | 9 | {a: {b: [1, {c: x}], only: {d: 9}}, \"two, words\": {e: 3}, none: null}",
        "\"two, words\".e | 9 | {a: {b: [1, {c: x}], only: {d: 2}}, \"two, words\": {e: 9}, none: null}",
        "none.f.g | 9 | {a: {b: [1, {c: x}], only: {d: 2}}, \"two, words\": {e: 3}, none: {f: {g: 9}}}",
      })
  void putsAValueAtAPath(String path, String value, String expected) {
    assertThat(put(path, value)).isEqualTo(expected);
    assertThat(problems.count()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.b.c | a.b.c: expected a map at test:1:9, found a list",
        "a.b[2] | a.b[2]: there are 2 items at test:1:9, no [2]",
        "a.only[1] | a.only[1]: expected a list at test:1:28, found a map",
      })
  void saysWhereAPathEnds(String path, String mistake) {
    put(path, "9");
    assertThat(problems.count()).isOne();
    assertThat(problems.fatal(new Location("x", 1, 1), "").getMessage()).contains(mistake);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[0]", "a..b", "a.", ".a", "a[x]", "a b", "a\"b\""})
  void knowsWhatIsNoPath(String text) {
    assertThat(NodePaths.isPath(text)).isFalse();
  }

  @Test
  void flowTextIsReadAgain() {
    String text =
        "{type: Adam, \"a: b\": [1e-3, -2, true, null, \"yes, \\\"no\\\"\", \"\"], empty: {}, x: []}";
    Node node = parse(text);
    assertThat(FlowText.of(node)).isEqualTo(text);
    assertThat(FlowText.of(parse(FlowText.of(node)))).isEqualTo(text);
    assertThat(FlowText.of(parse("[~, 'quoted', plain]"))).isEqualTo("[null, \"quoted\", plain]");
  }
}
