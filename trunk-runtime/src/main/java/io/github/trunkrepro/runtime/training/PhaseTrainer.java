package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.optimization.LearningRate;
import io.github.trunkrepro.runtime.optimization.Optimizer;
import io.github.trunkrepro.runtime.recipe.PhaseHyperparameters;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.weights.StateDicts;
import io.github.trunkrepro.runtime.weights.StateDigest;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Trains one phase of one node from fresh weights, or on from its last checkpoint, and keeps the
 * epoch with the best validation accuracy, the earlier of equals (paper section 4.4; the authors
 * chose by test accuracy).
 */
final class PhaseTrainer implements PhaseTraining {
  private final Recipe recipe;
  private final Torch torch;
  private final TrainingListener listener;
  private final BooleanSupplier cancelled;

  /**
   * A trainer.
   *
   * @param cancelled asked before every batch; true stops the training
   */
  PhaseTrainer(Recipe recipe, Torch torch, TrainingListener listener, BooleanSupplier cancelled) {
    this.recipe = recipe;
    this.torch = torch;
    this.listener = listener;
    this.cancelled = cancelled;
  }

  /** Trains; the key is only recorded. */
  @Override
  public TrainedPhase train(PhaseTask task, String key, Checkpoints.Place place) {
    try (NDManager manager = torch.newManager()) {
      return new Run(task, manager, place).train(key);
    }
  }

  /** The state of one training. */
  private final class Run {
    private final PhaseTask task;
    private final NDManager manager;
    private final Checkpoints.Place place;
    private final Streams streams;
    private final Network network;
    private final int epochs;
    private final long start = System.nanoTime();
    private final List<EpochRecord> records = new ArrayList<>();
    private EpochRecord best;
    private Map<String, Tensor> bestWeights;

    Run(PhaseTask task, NDManager manager, Checkpoints.Place place) {
      this.task = task;
      this.manager = manager;
      this.place = place;
      this.streams = new Streams(recipe, task.node(), task.phase());
      this.network =
          Network.create(
              task.backbone(),
              task.input(),
              task.outputs().size(),
              streams::initialization,
              manager);
      this.epochs = task.hyperparameters().epochs();
    }

    TrainedPhase train(String key) {
      requireTrainableBatches();
      requireAWeightForEachOutput();
      listener.phaseStarted(
          task.name(), task.phase(), task.outputs().size(), task.train().size(), epochs);
      task.train().materialize();
      task.validation().materialize();
      PhaseHyperparameters hyperparameters = task.hyperparameters();
      try (Optimizer optimizer =
              Optimizer.of(hyperparameters.firstOptimizer(), network.parameters().values());
          EpochTrainer trainer =
              new EpochTrainer(
                  task, recipe, network, optimizer, manager, streams, listener, cancelled)) {
        place.read().ifPresent(checkpoint -> goOn(checkpoint, optimizer));
        int trainedBefore = records.size();
        LearningRate schedule =
            LearningRate.of(hyperparameters.lrScheduler(), hyperparameters.optimizer().lr());
        for (int epoch = 1; epoch <= epochs; epoch++) {
          double learningRate = schedule.next();
          schedule.momentum().ifPresent(optimizer::setMomentum);
          if (epoch > trainedBefore) {
            train(epoch, learningRate, trainer, optimizer, trainedBefore);
          }
          EpochRecord record = records.get(epoch - 1);
          schedule.observe(record.loss(), share(record.validation()));
        }
        return finished(key, trainer);
      }
    }

    private void goOn(Checkpoint checkpoint, Optimizer optimizer) {
      StateDicts.load(checkpoint.network(), network.state());
      StateDicts.load(checkpoint.optimizer(), optimizer.state());
      optimizer.continueAfter(checkpoint.steps());
      records.addAll(checkpoint.epochs());
      best = records.get(0);
      for (EpochRecord record : records) {
        best = better(record, best);
      }
      bestWeights = checkpoint.best();
      listener.message(
          false,
          String.format(
              Locale.ROOT,
              "%s, %s phase: goes on after epoch %d of %d, where an earlier run was interrupted",
              task.name(),
              task.phase().label(),
              records.size(),
              epochs));
    }

    private void train(
        int epoch,
        double learningRate,
        EpochTrainer trainer,
        Optimizer optimizer,
        int trainedBefore) {
      double loss = trainer.train(epoch, learningRate);
      Accuracy accuracy = trainer.validate(epoch);
      Map<String, Tensor> weights = StateDicts.copy(network.state());
      EpochRecord record =
          new EpochRecord(epoch, loss, accuracy, learningRate, StateDigest.of(weights));
      records.add(record);
      best = best == null ? record : better(record, best);
      if (best.epoch() == epoch) {
        bestWeights = weights;
      }
      // After the last epoch too: an epoch that is reported as finished is never trained again.
      place.write(
          new Checkpoint(
              records,
              optimizer.steps(),
              weights,
              StateDicts.copy(optimizer.state()),
              bestWeights));
      double secondsPerEpoch = seconds() / (epoch - trainedBefore);
      listener.epochFinished(
          task.name(),
          task.phase(),
          epoch,
          epochs,
          loss,
          share(accuracy),
          trainer.imagesPerSecond(),
          secondsPerEpoch * (epochs - epoch));
    }

    private TrainedPhase finished(String key, EpochTrainer trainer) {
      listener.phaseFinished(
          task.name(), task.phase(), false, best.epoch(), share(best.validation()), seconds());
      return new TrainedPhase(
          bestWeights,
          new PhaseRecord(task.phase(), key, best.weightsDigest(), best.epoch(), records),
          new PhaseTiming(
              task.node(),
              task.phase(),
              false,
              false,
              seconds(),
              trainer.imagesPerSecond(),
              trainer.waitedShare()));
    }

    /** As PyTorch, which stops when it meets such a batch; here before the first epoch. */
    private void requireTrainableBatches() {
      int batchSize = recipe.train().batchSize();
      int images = task.train().size();
      Optional<String> layer = network.layerThatNeedsSeveralImages();
      if (layer.isPresent() && (images % batchSize == 1 || batchSize == 1)) {
        throw new UserException(
            UserException.Kind.SETUP,
            String.format(
                Locale.ROOT,
                "node %s, %s phase: the last of its batches holds one image (%d images, batch_size"
                    + " %d), but layer %s normalizes maps of 1x1 values and needs two images at"
                    + " least; choose another dataset.train.params.batch_size",
                task.name(),
                task.phase().label(),
                images,
                batchSize,
                layer.get()));
      }
    }

    private void requireAWeightForEachOutput() {
      int weights = task.hyperparameters().lossOptions().map(o -> o.weight().size()).orElse(0);
      int outputs = task.outputs().size();
      if (weights != 0 && weights != outputs) {
        throw new UserException(
            UserException.Kind.SETUP,
            String.format(
                Locale.ROOT,
                "node %s, %s phase: the loss has %d weights, but the node has %d outputs; give one"
                    + " for each, in a section of the recipe for this node alone",
                task.name(),
                task.phase().label(),
                weights,
                outputs));
      }
    }

    private double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }
  }

  /** The later epoch only if it is strictly better. */
  private static EpochRecord better(EpochRecord later, EpochRecord best) {
    return later.validation().correct() > best.validation().correct() ? later : best;
  }

  private static double share(Accuracy accuracy) {
    return accuracy.value().doubleValue();
  }
}
