package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.cache.NodeCache;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;

/** Has phases trained by an executor, and takes over what comes of them. */
final class PhasesElsewhere implements PhaseTraining {
  private final PhaseExecutor executor;
  private final TrainingListener listener;

  PhasesElsewhere(PhaseExecutor executor, TrainingListener listener) {
    this.executor = executor;
    this.listener = listener;
  }

  /** Trains; checkpoints are the executor's affair. */
  @Override
  public TrainedPhase train(PhaseTask task, String key, Checkpoints.Place place) {
    listener.phaseStarted(
        task.name(),
        task.phase(),
        task.outputs().size(),
        task.train().size(),
        task.hyperparameters().epochs());
    TrainedPhase trained =
        executor.train(
            new PhaseUnit(key, task.node().id(), task.phase(), task.outputs()),
            folder ->
                PhaseStore.read(
                        new NodeCache(folder, text -> listener.message(true, text)),
                        key,
                        task.node(),
                        task.phase())
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                "there is no whole " + key + " in " + folder)));
    PhaseRecord record = trained.record();
    listener.phaseFinished(
        task.name(),
        task.phase(),
        false,
        record.bestEpoch(),
        record.epochs().get(record.bestEpoch() - 1).validation().value().doubleValue(),
        trained.timing().seconds());
    return new TrainedPhase(trained.weights(), record, trained.timing().trainedNow());
  }
}
