package io.github.trunkrepro.runtime.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  private static final List<String> NAMES =
      List.of("Adam", "AdamW", "SGD", "batch_size", "general", "vgg-emnist");

  @ParameterizedTest
  @CsvSource({"a,b,1", "abc,acb,1", "kitten,sitting,3", "'',ab,2", "SGD,sgd,0"})
  void distances(String a, String b, int distance) {
    assertThat(Names.distance(a, b)).isEqualTo(distance);
    assertThat(Names.distance(b, a)).isEqualTo(distance);
  }

  @ParameterizedTest
  @CsvSource({"adam, Adam", "batchsize, batch_size", "genreal, general", "vgg, vgg-emnist"})
  void nearest(String word, String name) {
    assertThat(Names.nearest(word, NAMES)).contains(name);
  }

  @Test
  void nothingIsNear() {
    assertThat(Names.nearest("momentum", NAMES)).isEmpty();
    assertThat(Names.nearest("", NAMES)).isEmpty();
    assertThat(Names.nearest("x".repeat(1_000_000), NAMES)).isEmpty();
  }
}
