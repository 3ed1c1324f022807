package io.github.trunkrepro.runtime.dataset;

import java.util.OptionalInt;

/**
 * How many test images may stand in the training set; empty: any number, they are only reported.
 *
 * @param exact with the same pixels
 * @param near nearly the same, by their perceptual hashes
 */
public record LeakageLimits(OptionalInt exact, OptionalInt near) {}
