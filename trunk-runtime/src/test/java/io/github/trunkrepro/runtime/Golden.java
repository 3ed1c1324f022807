package io.github.trunkrepro.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Named;

/** Numbers that PyTorch computed, made by {@code src/test/python/golden.py}. */
public final class Golden {
  private Golden() {}

  /** A file of {@code src/test/resources/golden}. */
  public static JsonNode read(String file) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
      Assertions.assertThat(in).as("src/test/resources/golden/" + file).isNotNull();
      return Json.mapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Arguments of a parameterized test, each case named by its plain fields. */
  public static Stream<Named<JsonNode>> cases(JsonNode cases) {
    return cases
        .valueStream()
        .map(
            golden ->
                Named.of(
                    golden
                        .propertyStream()
                        .filter(field -> field.getValue().isValueNode())
                        .map(field -> field.getKey() + "=" + field.getValue().asText())
                        .collect(Collectors.joining(" ")),
                    golden));
  }

  /** All numbers below a node, in order. */
  public static double[] doubles(JsonNode node) {
    List<Double> numbers = new ArrayList<>();
    collect(node, numbers);
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** All numbers below a node, in order; each is a float32 exactly. */
  public static float[] floats(JsonNode node) {
    double[] numbers = doubles(node);
    float[] floats = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /** All numbers below a node, in order; integers. */
  public static long[] longs(JsonNode node) {
    double[] numbers = doubles(node);
    long[] longs = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      longs[i] = (long) numbers[i];
    }
    return longs;
  }

  private static void collect(JsonNode node, List<Double> numbers) {
    if (node.isNumber()) {
      numbers.add(node.doubleValue());
    } else {
      node.forEach(child -> collect(child, numbers));
    }
  }

  /**
   * Asserts that each number is within {@code absolute + relative * |expected|} of PyTorch's.
   *
   * @param what is compared, for the message
   */
  public static void assertClose(
      String what, float[] actual, float[] expected, double relative, double absolute) {
    Assertions.assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double allowed = absolute + relative * Math.abs(expected[i]);
      // Written so that NaN fails.
      if (!(Math.abs((double) actual[i] - expected[i]) <= allowed)) {
        Assertions.fail(
            "%s[%d]: expected %s within %s, found %s", what, i, expected[i], allowed, actual[i]);
      }
    }
  }
}
