package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.util.Map;

/**
 * The weights of the best epoch, by state-dict name, and the record of all epochs.
 *
 * @param timing what it cost; empty figures when it came from the cache
 */
record TrainedPhase(Map<String, Tensor> weights, PhaseRecord record, PhaseTiming timing) {}
