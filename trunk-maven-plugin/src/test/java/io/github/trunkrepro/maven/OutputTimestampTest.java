package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTimestampTest {
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "x"})
  void isFixedWhereNothingIsSet(String nothing) {
    assertThat(OutputTimestamp.parse(nothing)).isEqualTo(LocalDateTime.of(1980, 1, 1, 0, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-31T12:00:00Z", "2026-01-31T14:00:00+02:00", "1769860800"})
  void isTakenInUtc(String text) {
    assertThat(OutputTimestamp.parse(text)).isEqualTo(LocalDateTime.of(2026, 1, 31, 12, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"yesterday", "1979-12-31T23:59:59Z", "0", "2100-01-01T00:00:00Z", "2026-01-31"})
  void anythingElseIsAMistake(String text) {
    assertThatThrownBy(() -> OutputTimestamp.parse(text))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "project.build.outputTimestamp is " + text, "2026-01-31T12:00:00Z");
  }

  @Test
  void aLongNumberIsAMistakeToo() {
    assertThatThrownBy(() -> OutputTimestamp.parse("9".repeat(30)))
        .isInstanceOf(UserException.class);
  }
}
