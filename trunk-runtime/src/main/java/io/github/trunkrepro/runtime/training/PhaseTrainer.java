package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.optimization.LearningRate;
import io.github.trunkrepro.runtime.optimization.Loss;
import io.github.trunkrepro.runtime.optimization.Optimizer;
import io.github.trunkrepro.runtime.random.RandomStream;
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
import java.util.stream.IntStream;

/**
 * Trains one phase of one node from fresh weights, and keeps the epoch with the best validation
 * accuracy, the earlier of equals (paper section 4.4; the authors chose by test accuracy).
 */
final class PhaseTrainer {
  private static final long PROGRESS_NANOS = 1_000_000_000L;

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

  /** Trains; {@code key} is only recorded. */
  TrainedPhase train(PhaseTask task, String key) {
    try (NDManager manager = torch.newManager()) {
      return new Run(task, manager).train(key);
    }
  }

  private static int loaderThreads(int numWorkers) {
    return Math.max(1, Math.min(numWorkers, Runtime.getRuntime().availableProcessors()));
  }

  /** The state of one training. */
  private final class Run {
    private final PhaseTask task;
    private final NDManager manager;
    private final Network network;
    private final Streams streams;
    private final int epochs;
    private final Loss loss;
    private final long start = System.nanoTime();
    private long trainingNanos;
    private long waitedNanos;
    private long imagesTrained;
    private long nextProgress = start + PROGRESS_NANOS;

    Run(PhaseTask task, NDManager manager) {
      this.task = task;
      this.manager = manager;
      this.streams = new Streams(recipe.seed(), task.node(), task.phase());
      this.network =
          Network.create(
              task.backbone(),
              task.input(),
              task.outputs().size(),
              streams::initialization,
              manager);
      this.epochs = task.hyperparameters().epochs();
      this.loss = Loss.of(task.hyperparameters().loss());
    }

    TrainedPhase train(String key) {
      requireTrainableBatches();
      listener.phaseStarted(
          task.name(), task.phase(), task.outputs().size(), task.train().size(), epochs);
      task.train().materialize();
      task.validation().materialize();
      PhaseHyperparameters hyperparameters = task.hyperparameters();
      List<EpochRecord> records = new ArrayList<>();
      EpochRecord best = null;
      Map<String, Tensor> bestWeights = null;
      try (Optimizer optimizer =
              Optimizer.of(hyperparameters.optimizer(), network.parameters().values());
          BatchLoader training =
              new BatchLoader(
                  task.train(),
                  task.targetOf(),
                  recipe.train().batchSize(),
                  network.dropoutSites(),
                  loaderThreads(recipe.train().numWorkers()));
          BatchLoader validation =
              new BatchLoader(
                  task.validation(),
                  task.targetOf(),
                  recipe.validation().split().batchSize(),
                  List.of(),
                  loaderThreads(recipe.validation().split().numWorkers()))) {
        LearningRate learningRate =
            LearningRate.of(hyperparameters.lrScheduler(), hyperparameters.optimizer().lr());
        for (int epoch = 1; epoch <= epochs; epoch++) {
          double lr = learningRate.next();
          double meanLoss = trainEpoch(epoch, lr, training, optimizer);
          Accuracy accuracy = accuracy(epoch, validation);
          Map<String, Tensor> weights = StateDicts.copy(network.state());
          EpochRecord record =
              new EpochRecord(epoch, meanLoss, accuracy, lr, StateDigest.of(weights));
          records.add(record);
          if (best == null || accuracy.correct() > best.validation().correct()) {
            best = record;
            bestWeights = weights;
          }
          double secondsPerEpoch = (System.nanoTime() - start) / 1e9 / epoch;
          listener.epochFinished(
              task.name(),
              task.phase(),
              epoch,
              epochs,
              meanLoss,
              share(accuracy),
              imagesPerSecond(),
              secondsPerEpoch * (epochs - epoch));
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      listener.phaseFinished(
          task.name(), task.phase(), false, best.epoch(), share(best.validation()), seconds);
      PhaseRecord record =
          new PhaseRecord(task.phase(), key, best.weightsDigest(), best.epoch(), records);
      return new TrainedPhase(
          bestWeights,
          record,
          new PhaseTiming(
              task.node(),
              task.phase(),
              false,
              false,
              seconds,
              imagesPerSecond(),
              (double) waitedNanos / Math.max(1, trainingNanos)));
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

    /** Mean loss over the epoch's images. */
    private double trainEpoch(int epoch, double lr, BatchLoader loader, Optimizer optimizer) {
      int[] order = IntStream.range(0, task.train().size()).toArray();
      if (recipe.train().shuffle()) {
        streams.shuffle(epoch).shuffle(order);
      }
      long epochStart = System.nanoTime();
      double lossSum = 0;
      try (BatchLoader.Pass pass = loader.pass(order, trainingStreams(epoch))) {
        int number = 0;
        for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
          if (cancelled.getAsBoolean()) {
            throw new TrainingCancelledException();
          }
          number++;
          double batchLoss = step(batch, lr, optimizer);
          if (!Double.isFinite(batchLoss)) {
            throw notFinite(batchLoss, epoch, number);
          }
          lossSum += batchLoss * batch.size();
          imagesTrained += batch.size();
          long now = System.nanoTime();
          if (now >= nextProgress) {
            nextProgress = now + PROGRESS_NANOS;
            reportProgress(epoch, number, pass.batches(), now - epochStart);
          }
        }
        waitedNanos += pass.waitedNanos();
      }
      trainingNanos += System.nanoTime() - epochStart;
      return lossSum / order.length;
    }

    private double step(Batch batch, double lr, Optimizer optimizer) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray input =
            task.train().prepare(BatchTensors.images(batch, task.train().loadedShape(), scope));
        NDArray targets = BatchTensors.targets(batch, scope);
        Mode mode = Mode.training(BatchTensors.masks(batch, network.dropoutSites(), scope));
        NDArray mean =
            Gradients.with(
                () -> {
                  NDArray value = loss.mean(network.forward(input, mode), targets);
                  Gradients.backward(value);
                  return value;
                });
        optimizer.step(lr);
        optimizer.zeroGradients();
        return mean.getFloat();
      }
    }

    /** Share of the validation images that are given their own output. */
    private Accuracy accuracy(int epoch, BatchLoader loader) {
      int[] order = IntStream.range(0, task.validation().size()).toArray();
      long correct = 0;
      try (BatchLoader.Pass pass =
          loader.pass(
              order, BatchLoader.withoutDropout(image -> streams.validation(epoch, image)))) {
        for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
          correct += correct(batch);
        }
      }
      return Accuracy.of(correct, order.length);
    }

    private long correct(Batch batch) {
      return Gradients.without(
          () -> {
            try (NDManager scope = manager.newSubManager()) {
              NDArray input =
                  task.validation()
                      .prepare(BatchTensors.images(batch, task.validation().loadedShape(), scope));
              NDArray outputs = network.forward(input, Mode.evaluation());
              return outputs
                  .argMax(1)
                  .eq(BatchTensors.targets(batch, scope))
                  .countNonzero()
                  .getLong();
            }
          });
    }

    private static double share(Accuracy accuracy) {
      return accuracy.value().doubleValue();
    }

    private BatchLoader.PassStreams trainingStreams(int epoch) {
      return new BatchLoader.PassStreams() {
        @Override
        public RandomStream image(int position) {
          return streams.augmentation(epoch, position);
        }

        @Override
        public RandomStream dropout(int batch, int layer) {
          return streams.dropout(epoch, batch, layer);
        }
      };
    }

    private double imagesPerSecond() {
      return imagesTrained / Math.max(1e-9, trainingNanos / 1e9);
    }

    private void reportProgress(int epoch, int batch, int batches, long epochNanos) {
      double secondsPerBatch = epochNanos / 1e9 / batch;
      long batchesLeft = (long) batches * (epochs - epoch) + (batches - batch);
      listener.progress(
          task.name(),
          task.phase(),
          epoch,
          epochs,
          batch,
          batches,
          recipe.train().batchSize() / secondsPerBatch,
          secondsPerBatch * batchesLeft);
    }

    private UserException notFinite(double value, int epoch, int batch) {
      return new UserException(
          UserException.Kind.CHECK,
          String.format(
              Locale.ROOT,
              "the loss became %s: node %s, %s phase, epoch %d, batch %d; lower the learning rate"
                  + " (%s) of that phase in the recipe",
              Double.isNaN(value) ? "NaN" : "infinite",
              task.name(),
              task.phase().label(),
              epoch,
              batch,
              task.hyperparameters().optimizer().lr()));
    }
  }
}
