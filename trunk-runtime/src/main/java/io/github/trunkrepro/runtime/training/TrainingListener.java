package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.manifest.Phase;

/**
 * Hears what training does. Called from the threads that train, possibly several at once.
 *
 * <p>A node is named as it is shown to the user: {@code root}, or its class names.
 */
public interface TrainingListener {

  /** Something that the user should know. */
  void message(boolean warning, String text);

  /** A phase begins to train on so many images, with so many outputs. */
  void phaseStarted(String node, Phase phase, int outputs, int images, int epochs);

  /** About once a second while a phase trains. */
  void progress(
      String node,
      Phase phase,
      int epoch,
      int epochs,
      int batch,
      int batches,
      double imagesPerSecond,
      double secondsLeft);

  /** An epoch was trained and validated; {@code accuracy} is 0..1 on the validation images. */
  void epochFinished(
      String node,
      Phase phase,
      int epoch,
      int epochs,
      double loss,
      double accuracy,
      double imagesPerSecond,
      double secondsLeft);

  /** A phase is done; {@code reused} says that it came from the cache and nothing was trained. */
  void phaseFinished(
      String node, Phase phase, boolean reused, int bestEpoch, double accuracy, double seconds);
}
