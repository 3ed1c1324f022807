package io.github.trunkrepro.runtime.sensitivity;

import static io.github.trunkrepro.runtime.sensitivity.StudySamples.failed;
import static io.github.trunkrepro.runtime.sensitivity.StudySamples.settings;
import static io.github.trunkrepro.runtime.sensitivity.StudySamples.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  @ParameterizedTest
  @CsvSource({
    "accuracySpread > 2.0, 2.0, false",
    "accuracySpread >= 2, 2.0, true",
    "accuracySpread>1.99 points, 2.0, true",
    "accuracySpread < 2.0, 2.0, false",
    "accuracySpread <= 2.0, 2.0, true",
    "trees > 1, 2, true",
    "trees > 2, 2, false",
    "failures > 0, 1, true",
    "failures > 1, 1, false",
    "margin < 2 SE, 2.5, false",
    "margin < 3SE, 2.5, true",
    "minAccuracy < 80.2 %, 80.2, false",
    "minAccuracy <= 80.2, 80.2, true"
  })
  void measuresAreComparedAsDecimals(String condition, double found, boolean failed) {
    // 0.822 - 0.802 is a little more than 0.02 in binary.
    assertThat(Gate.parse(condition).check(StudySamples.failing()))
        .isEqualTo(new GateResult(condition, OptionalDouble.of(found), failed));
  }

  @Test
  void theDeviationIsTheLargestOfAGroup() {
    // 802, 822, 805: mean 809 2/3, squares 58.78 + 152.11 + 21.78, root of a half 10.786.
    assertThat(Gate.parse("accuracyDeviation > 1.0786").check(StudySamples.axes()).failed())
        .isFalse();
    assertThat(Gate.parse("accuracyDeviation > 1.078").check(StudySamples.axes()).failed())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accuracySpread > 100",
        "accuracyDeviation > 100",
        "trees > 100",
        "margin < 0 SE",
        "minAccuracy < 0"
      })
  void whatCannotBeMeasuredFails(String condition) {
    StudyReport report = StudySamples.report(List.of(failed(settings("x", "1"))));
    GateResult result = Gate.parse(condition).check(report);
    assertThat(result).isEqualTo(new GateResult(condition, OptionalDouble.empty(), true));
    assertThat(result.text()).isEqualTo(condition + ": could not be measured, the study fails");
  }

  @Test
  void nothingAtAllFailsToo() {
    assertThat(Gate.parse("failures > 0").check(StudySamples.report(List.of())).failed()).isTrue();
    for (double margin : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      StudyReport report =
          StudySamples.report(List.of(variant(settings(), "A", 1, 2, OptionalDouble.of(margin))));
      assertThat(Gate.parse("margin < 2 SE").check(report).failed()).isTrue();
    }
  }

  @Test
  void theTextIsOneLine() {
    assertThat(Gate.parse(" trees > 1 ").check(StudySamples.axes()).text())
        .isEqualTo("trees > 1: found 2, the study fails");
    assertThat(Gate.parse("minAccuracy < 50").check(StudySamples.axes()).text())
        .isEqualTo("minAccuracy < 50: found 80.2, the study passes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "accuracySpred > 2; did you mean \"accuracySpread\"?",
        "Trees > 1; did you mean \"trees\"?",
        "trees = 1; found something else",
        "trees > many; found something else",
        "margin < -2 SE; found something else",
        "trees > 1e3; found something else",
        "trees > 1 SE; trees is in no unit",
        "margin < 2 %; margin is in \"SE\"",
        "margin < 2 se; margin is in \"SE\"",
        "> 2; there is no measure \"\"",
        "''; there is no measure \"\""
      },
      quoteCharacter = '\'')
  void mistakesAreNamedWithWhatThereIs(String condition, String message) {
    assertThatThrownBy(() -> Gate.parse(condition))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.SETUP))
        .hasMessageContaining(message)
        .hasMessageContaining(
            "accuracySpread, accuracyDeviation, trees, failures, margin, minAccuracy");
  }
}
