package io.github.trunkrepro.runtime.sensitivity;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * The variants that differ in nothing but the seed, or in all a study without seeds.
 *
 * @param settings labels on the axes, without the seed
 * @param variants how many have a result
 * @param mean of the test accuracies, 0..1
 * @param standardDeviation of the test accuracies, divided by n - 1; empty for one
 * @param low lower end of the mean's 95 % interval (Student's t); empty for one
 * @param high upper end of the same
 * @param minimum lowest test accuracy
 * @param maximum highest test accuracy
 * @param trees how often each tree came out, by its name
 */
public record GroupSummary(
    Map<String, String> settings,
    int variants,
    double mean,
    OptionalDouble standardDeviation,
    OptionalDouble low,
    OptionalDouble high,
    double minimum,
    double maximum,
    Map<String, Integer> trees) {}
