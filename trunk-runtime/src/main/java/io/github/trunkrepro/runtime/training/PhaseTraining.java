package io.github.trunkrepro.runtime.training;

/** Trains a phase that is in no cache. */
@FunctionalInterface
interface PhaseTraining {

  /**
   * Trains.
   *
   * @param key of the phase in the node cache
   * @param place of its checkpoints; what is left there is the caller's to delete
   */
  TrainedPhase train(PhaseTask task, String key, Checkpoints.Place place);
}
