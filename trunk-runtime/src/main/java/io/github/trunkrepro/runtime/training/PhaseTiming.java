package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.tree.NodePath;

/**
 * What a phase cost: recorded, never part of a run's identity.
 *
 * @param reused taken from the node cache: nothing was trained
 * @param proven trained twice with the same bits, now or when it was cached
 * @param seconds wall clock, validation included; of a reused phase what it took when it was
 *     trained, 0 where that is not known
 * @param imagesPerSecond in training steps alone
 * @param waitedShare share of the training steps' time in which the trainer waited for a batch
 */
public record PhaseTiming(
    NodePath node,
    Phase phase,
    boolean reused,
    boolean proven,
    double seconds,
    double imagesPerSecond,
    double waitedShare) {

  PhaseTiming withProven(boolean isProven) {
    return new PhaseTiming(node, phase, reused, isProven, seconds, imagesPerSecond, waitedShare);
  }

  /** The same of a phase that was not in the cache. */
  PhaseTiming trainedNow() {
    return new PhaseTiming(node, phase, false, proven, seconds, imagesPerSecond, waitedShare);
  }
}
