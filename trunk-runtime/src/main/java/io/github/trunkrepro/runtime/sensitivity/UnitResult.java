package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a unit: digests and measures, no weights; those are in the node cache.
 *
 * @param failure why it could not be trained; empty on success
 * @param trained empty on failure
 */
public record UnitResult(Optional<String> failure, Optional<Trained> trained) {

  /** A failure. */
  public static UnitResult failed(String message) {
    return new UnitResult(Optional.of(message), Optional.empty());
  }

  /** A success. */
  public static UnitResult of(Trained trained) {
    return new UnitResult(Optional.empty(), Optional.of(trained));
  }

  /**
   * A trained and evaluated tree.
   *
   * @param run as a manifest has it
   * @param likelihoods of every node that has some, whole, by the node's id
   * @param phasesTrained for this unit
   * @param phasesReused that were trained before, or by another unit
   * @param seconds from its start to its end
   * @param secondsAlone what its phases took when they were trained, whoever did
   */
  public record Trained(
      Reproducible run,
      Map<String, AverageSoftmax> likelihoods,
      int phasesTrained,
      int phasesReused,
      double seconds,
      double secondsAlone) {

    /** A result with a copy of the map. */
    public Trained {
      likelihoods = Map.copyOf(likelihoods);
    }
  }
}
