package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.optimization.Loss;
import io.github.trunkrepro.runtime.optimization.LossOptions;
import io.github.trunkrepro.runtime.optimization.Optimizer;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.SplitSpec;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Passes of one phase: an epoch of training steps, and the validation after it. */
final class EpochTrainer implements AutoCloseable {
  private static final long PROGRESS_NANOS = 1_000_000_000L;

  private final PhaseTask task;
  private final Recipe recipe;
  private final Network network;
  private final Optimizer optimizer;
  private final NDManager manager;
  private final Streams streams;
  private final TrainingListener listener;
  private final BooleanSupplier cancelled;
  private final Loss loss;
  private final BatchLoader training;
  private final BatchLoader validation;
  private long nextProgress = System.nanoTime() + PROGRESS_NANOS;
  private long trainingNanos;
  private long waitedNanos;
  private long imagesTrained;

  EpochTrainer(
      PhaseTask task,
      Recipe recipe,
      Network network,
      Optimizer optimizer,
      NDManager manager,
      Streams streams,
      TrainingListener listener,
      BooleanSupplier cancelled) {
    this.task = task;
    this.recipe = recipe;
    this.network = network;
    this.optimizer = optimizer;
    this.manager = manager;
    this.streams = streams;
    this.listener = listener;
    this.cancelled = cancelled;
    loss =
        Loss.of(
            task.hyperparameters().loss(),
            task.hyperparameters().lossOptions().orElse(LossOptions.NONE));
    SplitSpec validationSplit = recipe.validation().split();
    training =
        new BatchLoader(
            task.train(),
            task.targetOf(),
            recipe.train().batchSize(),
            network.dropoutSites(),
            loaderThreads(recipe.train().numWorkers()));
    validation =
        new BatchLoader(
            task.validation(),
            task.targetOf(),
            validationSplit.batchSize(),
            List.of(),
            loaderThreads(validationSplit.numWorkers()));
  }

  private static int loaderThreads(int numWorkers) {
    return Math.max(1, Math.min(numWorkers, Runtime.getRuntime().availableProcessors()));
  }

  /** Trains an epoch; mean loss over its images. */
  double train(int epoch, double learningRate) {
    int[] order = IntStream.range(0, task.train().size()).toArray();
    if (recipe.train().shuffle()) {
      streams.shuffle(epoch).shuffle(order);
    }
    long start = System.nanoTime();
    double lossSum = 0;
    try (BatchLoader.Pass pass = training.pass(order, trainingStreams(epoch))) {
      int number = 0;
      for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
        if (cancelled.getAsBoolean()) {
          throw new TrainingCancelledException();
        }
        number++;
        double batchLoss = step(batch, learningRate);
        if (!Double.isFinite(batchLoss)) {
          throw notFinite(batchLoss, epoch, number);
        }
        lossSum += batchLoss * batch.size();
        imagesTrained += batch.size();
        reportProgress(epoch, number, pass.batches(), start);
      }
      waitedNanos += pass.waitedNanos();
    }
    trainingNanos += System.nanoTime() - start;
    return lossSum / order.length;
  }

  private double step(Batch batch, double learningRate) {
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
      optimizer.step(learningRate);
      optimizer.zeroGradients();
      return mean.getFloat();
    }
  }

  /** Share of the validation images that are given their own output. */
  Accuracy validate(int epoch) {
    int[] order = IntStream.range(0, task.validation().size()).toArray();
    long correct = 0;
    try (BatchLoader.Pass pass =
        validation.pass(
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

  /** In training steps alone. */
  double imagesPerSecond() {
    return imagesTrained / Math.max(1e-9, trainingNanos / 1e9);
  }

  /** Share of the training steps' time in which the trainer waited for a batch. */
  double waitedShare() {
    return (double) waitedNanos / Math.max(1, trainingNanos);
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

  private void reportProgress(int epoch, int batch, int batches, long epochStart) {
    long now = System.nanoTime();
    if (now < nextProgress) {
      return;
    }
    nextProgress = now + PROGRESS_NANOS;
    int epochs = task.hyperparameters().epochs();
    double secondsPerBatch = (now - epochStart) / 1e9 / batch;
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

  @Override
  public void close() {
    training.close();
    validation.close();
  }
}
