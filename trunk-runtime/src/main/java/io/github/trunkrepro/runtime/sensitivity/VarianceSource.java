package io.github.trunkrepro.runtime.sensitivity;

import java.util.OptionalDouble;

/**
 * A line of the analysis of variance of test accuracy over a full grid, main effects only.
 *
 * @param axis name of the axis, {@code seed}, or {@code residual}
 * @param degreesOfFreedom number of values less one; what is left for the residual
 * @param sumOfSquares in squared accuracies
 * @param share of the total sum of squares, 0..1 (eta squared)
 * @param f mean square over the residual's; empty for the residual, or where it is 0
 * @param p of the F test; empty likewise
 */
public record VarianceSource(
    String axis,
    int degreesOfFreedom,
    double sumOfSquares,
    double share,
    OptionalDouble f,
    OptionalDouble p) {}
