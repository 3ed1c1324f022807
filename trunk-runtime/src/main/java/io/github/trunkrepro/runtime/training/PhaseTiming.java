package io.github.trunkrepro.runtime.training;

/**
 * What a phase cost: recorded, never part of a run's identity.
 *
 * @param node how the node is shown
 * @param phase {@code class} or {@code grouping}
 * @param reused taken from the node cache: nothing was trained
 * @param proven trained twice with the same bits, now or when it was cached
 * @param seconds wall clock, validation included
 * @param imagesPerSecond in training steps alone
 * @param waitedShare share of the training steps' time in which the trainer waited for a batch
 */
public record PhaseTiming(
    String node,
    String phase,
    boolean reused,
    boolean proven,
    double seconds,
    double imagesPerSecond,
    double waitedShare) {

  PhaseTiming withProven(boolean isProven) {
    return new PhaseTiming(node, phase, reused, isProven, seconds, imagesPerSecond, waitedShare);
  }
}
