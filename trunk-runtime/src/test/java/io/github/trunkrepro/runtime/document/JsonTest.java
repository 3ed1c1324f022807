package io.github.trunkrepro.runtime.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  enum Way {
    AS_STORED,
    OTHER
  }

  record Sample(
      String name,
      int count,
      double share,
      Way way,
      Optional<String> note,
      OptionalInt limit,
      List<BigDecimal> tolerances) {}

  private static final Sample SAMPLE =
      new Sample(
          "ä",
          3,
          1e-4,
          Way.AS_STORED,
          Optional.empty(),
          OptionalInt.of(7),
          List.of(new BigDecimal("0.10"), new BigDecimal("1E+2")));

  private static final String TEXT =
      """
      {"name":"ä","count":3,"share":1.0E-4,"way":"as-stored","note":null,"limit":7,"tolerances":[0.10,100]}""";

  private static String canonical(Object tree) {
    return new String(CanonicalJson.bytes(tree), StandardCharsets.UTF_8);
  }

  @Test
  void recordsComeBackAsTheyWereWritten() throws Exception {
    assertThat(Json.mapper().writeValueAsString(SAMPLE)).isEqualTo(TEXT);
    Sample back = Json.mapper().readValue(TEXT, Sample.class);
    assertThat(back)
        .isEqualTo(
            new Sample(
                "ä",
                3,
                1e-4,
                Way.AS_STORED,
                Optional.empty(),
                OptionalInt.of(7),
                List.of(new BigDecimal("0.10"), new BigDecimal("100"))));
  }

  @Test
  void anAbsentOptionalIsEmpty() throws Exception {
    assertThat(
            Json.mapper()
                .readValue(TEXT.replace("\"note\":null,\"limit\":7,", ""), Sample.class)
                .limit())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"count\":3|\"count\":3,\"extra\":1",
        "\"count\":3|\"count\":3,\"count\":3",
        "\"count\":3,|",
        "\"name\":\"ä\",|",
        "\"count\":3|\"count\":null",
        "\"count\":3|\"count\":3.5",
        "\"count\":3|\"count\":\"3\"",
        "1.0E-4|NaN",
        "1.0E-4|\"NaN\"",
        "1.0E-4|1e999",
        "1.0E-4|\"0.5\"",
        "as-stored|AS_STORED",
        "\"as-stored\"|0",
        "100]}|100]} {}",
      })
  void refusesWhatIsNotExactlyTheRecord(String change) {
    String[] parts = change.split("\\|", 2);
    String text = TEXT.replace(parts[0], parts[1]);
    assertThat(text).isNotEqualTo(TEXT);
    assertThatThrownBy(() -> Json.mapper().readValue(text, Sample.class))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void refusesToWriteWhatIsNotANumber() {
    assertThatThrownBy(() -> Json.mapper().writeValueAsString(Map.of("a", Double.NaN)))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> Json.mapper().writeValueAsString(new double[] {1, Double.NaN}))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> Json.mapper().writeValueAsString(new float[] {Float.NaN}))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> CanonicalJson.bytes(List.of(Double.POSITIVE_INFINITY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Infinity");
  }

  @Test
  void canonicalKeysAreSortedAndNumbersShort() {
    assertThat(canonical(SAMPLE))
        .isEqualTo(
            """
            {"count":3,"limit":7,"name":"ä","note":null,"share":1.0E-4,"tolerances":[0.10,100],"way":"as-stored"}""");
    // 2e23 is printed as 1.9999999999999998E23 by Double.toString before JDK 19.
    assertThat(canonical(List.of(Double.parseDouble("2e23"), 0.1f, 1.0, 5L, true)))
        .isEqualTo("[2.0E23,0.1,1.0,5,true]");
  }

  @Test
  void prettyFormIsTheSameContent() throws Exception {
    Map<String, Object> tree = Map.of("b", List.of(1, 2), "a", Map.of("d", Map.of(), "c", "x"));
    assertThat(CanonicalJson.pretty(tree))
        .isEqualTo(
            """
            {
              "a": {
                "c": "x",
                "d": {}
              },
              "b": [ 1, 2 ]
            }
            """);
    assertThat(canonical(Json.mapper().readTree(CanonicalJson.pretty(tree))))
        .isEqualTo(canonical(tree));
  }

  @Test
  void aBadFileIsNamedWithLineAndColumn(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.json");
    assertThatThrownBy(() -> Json.read(file, Sample.class))
        .isInstanceOf(UserException.class)
        .hasMessage("cannot read " + file + ": no such file");
    Files.writeString(file, TEXT.replace("\"count\":3", "\n\"count\":{}"));
    assertThatThrownBy(() -> Json.read(file, Sample.class))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ":2:")
        .hasMessageContaining(": .count: ");
  }
}
