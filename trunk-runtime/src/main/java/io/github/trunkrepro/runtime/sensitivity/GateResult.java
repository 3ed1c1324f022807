package io.github.trunkrepro.runtime.sensitivity;

import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * A condition under which a study fails.
 *
 * @param condition as it was written: {@code accuracySpread > 2.0}
 * @param found the measure's value, in the unit of {@link Gate}; empty where it could not be taken
 * @param failed whether the study fails: the condition is met, or could not be measured
 */
public record GateResult(String condition, OptionalDouble found, boolean failed) {

  /** The condition, what was found and what follows, on one line. */
  public String text() {
    if (found.isEmpty()) {
      return condition + ": could not be measured, the study fails";
    }
    String number = BigDecimal.valueOf(found.getAsDouble()).stripTrailingZeros().toPlainString();
    return condition + ": found " + number + (failed ? ", the study fails" : ", the study passes");
  }
}
