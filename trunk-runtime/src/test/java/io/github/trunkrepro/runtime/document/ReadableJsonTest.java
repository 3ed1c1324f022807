package io.github.trunkrepro.runtime.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadableJsonTest {

  @Test
  void whatFitsStaysOnItsLineAndKeysAreSorted() {
    assertThat(
            ReadableJson.write(
                Map.of(
                    "short",
                    Map.of("b", List.of(1, 2.5), "a", "x\"y"),
                    "empty",
                    List.of(),
                    "long",
                    Collections.nCopies(3, "0123456789".repeat(4)))))
        .isEqualTo(
            """
            {
              "empty": [],
              "long": [
                "0123456789012345678901234567890123456789",
                "0123456789012345678901234567890123456789",
                "0123456789012345678901234567890123456789"
              ],
              "short": {"a": "x\\"y", "b": [1, 2.5]}
            }
            """);
  }

  /** A line has at most 99 columns, without the comma behind it. */
  @Test
  void aLineIsFilledToItsLastColumn() {
    for (int length = 80; length < 100; length++) {
      String text = "x".repeat(length);
      String flat = "  \"k\": {\"a\": [\"" + text + "\"]}";
      String readable = ReadableJson.write(Map.of("k", Map.of("a", List.of(text)), "s", text));
      assertThat(readable.contains(flat + ",\n")).as(readable).isEqualTo(flat.length() < 100);
      assertThat(readable).contains("\n  \"s\": \"" + text + "\"\n");
      assertThat(readable.contains("\n    \"a\": [\"" + text + "\"]\n"))
          .isEqualTo(flat.length() >= 100 && 4 + 5 + length + 4 < 100);
    }
  }

  @Test
  void contentIsThatOfTheCanonicalForm() throws Exception {
    Object tree =
        Map.of("z", 1e-7, "a", new BigDecimal("0.9870"), "m", List.of(Map.of("é", 1L << 60)));
    String readable = ReadableJson.write(tree);
    assertThat(readable.replaceAll("\\s", ""))
        .isEqualTo(new String(CanonicalJson.bytes(tree), StandardCharsets.UTF_8));
  }

  @Test
  void notANumberIsRefused() {
    assertThatThrownBy(() -> ReadableJson.write(List.of(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
