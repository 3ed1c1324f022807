package io.github.trunkrepro.runtime.sensitivity;

/**
 * A condition under which a study fails.
 *
 * @param condition as it was written: {@code accuracySpread > 2.0}
 * @param found the measure's value
 * @param failed whether the condition is met, so that the study fails
 */
public record GateResult(String condition, double found, boolean failed) {}
