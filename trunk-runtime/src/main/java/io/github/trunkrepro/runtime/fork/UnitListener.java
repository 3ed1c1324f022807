package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.training.TrainingListener;

/**
 * Tells which unit trains what. What comes from the cache is not told, nor what grouping says of a
 * node: that is what the study is about, and stands in its report.
 *
 * @param unit its name
 */
record UnitListener(String unit, TrainingListener events) implements TrainingListener {

  private String name(String node) {
    return unit + ", " + node;
  }

  @Override
  public void message(boolean warning, String text) {
    if (!warning) {
      events.message(false, unit + ": " + text);
    }
  }

  @Override
  public void phaseStarted(String node, Phase phase, int outputs, int images, int epochs) {
    events.phaseStarted(name(node), phase, outputs, images, epochs);
  }

  @Override
  public void progress(
      String node,
      Phase phase,
      int epoch,
      int epochs,
      int batch,
      int batches,
      double imagesPerSecond,
      double secondsLeft) {
    events.progress(name(node), phase, epoch, epochs, batch, batches, imagesPerSecond, secondsLeft);
  }

  @Override
  public void epochFinished(
      String node,
      Phase phase,
      int epoch,
      int epochs,
      double loss,
      double accuracy,
      double imagesPerSecond,
      double secondsLeft) {
    // A study has too many epochs for a line each.
  }

  @Override
  public void phaseFinished(
      String node, Phase phase, boolean reused, int bestEpoch, double accuracy, double seconds) {
    if (!reused) {
      events.phaseFinished(name(node), phase, false, bestEpoch, accuracy, seconds);
    }
  }
}
