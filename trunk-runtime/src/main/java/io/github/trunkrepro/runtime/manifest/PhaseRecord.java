package io.github.trunkrepro.runtime.manifest;

import java.util.List;

/**
 * One phase of a node.
 *
 * @param key SHA-256 of all that can change its bits
 * @param weightsDigest SHA-256 of the weights that were kept: those of the best epoch
 * @param bestEpoch from 1
 */
public record PhaseRecord(
    Phase phase, String key, String weightsDigest, int bestEpoch, List<EpochRecord> epochs) {

  /** A phase with a copy of the list. */
  public PhaseRecord {
    epochs = List.copyOf(epochs);
  }
}
