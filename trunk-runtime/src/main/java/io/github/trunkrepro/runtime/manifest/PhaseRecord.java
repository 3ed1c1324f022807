package io.github.trunkrepro.runtime.manifest;

import java.util.List;

/** Phase. */
public record PhaseRecord(
    String phase, String key, String weightsDigest, int bestEpoch, List<EpochRecord> epochs) {}
