package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.manifest.Phase;

/** Hears and says nothing; tests override what they want to hear. */
public class SilentListener implements TrainingListener {
  @Override
  public void message(boolean warning, String text) {}

  @Override
  public void phaseStarted(String node, Phase phase, int outputs, int images, int epochs) {}

  @Override
  public void progress(
      String node,
      Phase phase,
      int epoch,
      int epochs,
      int batch,
      int batches,
      double imagesPerSecond,
      double secondsLeft) {}

  @Override
  public void epochFinished(
      String node,
      Phase phase,
      int epoch,
      int epochs,
      double loss,
      double accuracy,
      double imagesPerSecond,
      double secondsLeft) {}

  @Override
  public void phaseFinished(
      String node, Phase phase, boolean reused, int bestEpoch, double accuracy, double seconds) {}
}
