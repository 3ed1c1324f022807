package io.github.trunkrepro.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.7.1           | 2.7.1      | true",
        "2.7.1           | 2.7.1.0    | true",
        "2.7.1           | 2.7.2      | false",
        "[2.7.1]         | 2.7.1      | true",
        "[17,26)         | 17         | true",
        "[17,26)         | 17.0.15    | true",
        "[17,26)         | 25.0.1     | true",
        "[17,26)         | 26         | false",
        "[17,26)         | 16.9       | false",
        "(17,26]         | 17         | false",
        "(17,26]         | 26         | true",
        "[0.35,)         | 0.36.0     | true",
        "[0.35,)         | 0.4.1      | false",
        "(,1.0],[1.2,)   | 1.1        | false",
        "(,1.0],[1.2,)   | 1.2        | true",
        "(,1.0], [1.2,)  | 0.3        | true",
        "[550,)          | 550.54.15  | true",
        "[550,)          | 535.183.01 | false",
        "[8.0,)          | 10.0       | true",
        "[12.4,12.5)     | 12.4       | true",
        "[12.4,12.5)     | no version | false",
      })
  void contains(String range, String version, boolean contained) {
    assertThat(VersionRange.parse(range).contains(version)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[17",
        "17]",
        "[17,26",
        "17,26)",
        "[26,17)",
        "[17,17)",
        "[1,2)[3,4)",
        "[1,2),",
        "[1,2),x",
        "LATEST",
        "[,",
        "(,)x"
      })
  void isNone(String text) {
    assertThatThrownBy(() -> VersionRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
