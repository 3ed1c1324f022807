package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.LayerSpec;
import io.github.trunkrepro.runtime.network.NetworkSpec;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.LrSchedulerSpec;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import io.github.trunkrepro.runtime.recipe.AverageSoftmaxMode;
import io.github.trunkrepro.runtime.recipe.ClassSetOverride;
import io.github.trunkrepro.runtime.recipe.NodeHyperparameters;
import io.github.trunkrepro.runtime.recipe.PhaseHyperparameters;
import io.github.trunkrepro.runtime.recipe.RandomSeeds;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.SplitSpec;
import io.github.trunkrepro.runtime.recipe.ValidationSpec;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** A small experiment on strokes that trains in a second or two, and ways to vary it. */
final class Experiments {
  static final DeterminismSpec DETERMINISM =
      new DeterminismSpec(DeterminismSpec.Tier.BITWISE, 2, DeterminismSpec.Instructions.PORTABLE);

  long seed = 7;
  double groupingVolatility = 1.0;
  int epochs = 2;
  int numWorkers = 2;
  double learningRate = 0.002;
  boolean augmented;
  String recipeDigest = "0";
  int trainPerClass = 30;
  int testPerClass = 5;
  int testBatchSize = 32;
  boolean testNormalized;
  boolean shuffle = true;
  double validationFraction = 0.2;
  boolean validateOnTest;
  int validationBatchSize = 32;
  boolean validationNormalized;
  double etaMin;

  /** In place of the cosine. */
  Optional<LrSchedulerSpec> schedule = Optional.empty();

  int rootFilters = 8;
  int generalFilters = 12;

  /** In place of the small one of these filters. */
  Optional<NetworkSpec> network = Optional.empty();

  /** Epochs that differ from {@link #epochs}; 0 where they do not. */
  int rootClassEpochs;

  int generalEpochs;

  /** Learning rate that differs from {@link #learningRate}; 0 where it does not. */
  double rootGroupingLearningRate;

  int batchSize = 32;
  boolean pointFeatures;
  AverageSoftmaxMode averageSoftmax = AverageSoftmaxMode.EVALUATION;
  FeatureCache features = new FeatureCache(1L << 30, Optional.empty());
  int parallelNodes = 1;
  boolean verify;
  boolean momentum;

  /** Breaks off when so many epochs were trained. */
  int interruptAfter = Integer.MAX_VALUE;

  int epochsTrained;
  Map<String, String> knownWeights = Map.of();
  Optional<ClassTree> givenTree = Optional.empty();
  Optional<PhaseExecutor> elsewhere = Optional.empty();
  List<ClassSetOverride> overrides = List.of();
  Optional<RandomSeeds> random = Optional.empty();
  final List<String> trained = new ArrayList<>();
  final List<String> reused = new ArrayList<>();
  final List<String> messages = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  TrainedTree train(Path cache) {
    return train(cache, dataset());
  }

  TreeLookup.Found lookUp(Path cache) {
    return trainer(cache, dataset()).lookUp();
  }

  TrainedTree train(Path cache, Dataset dataset) {
    return trainer(cache, dataset).train();
  }

  /** Does a unit of work, as another process would. */
  void train(PhaseUnit unit, Path cache, Path into) {
    trainer(cache, dataset()).train(unit, into);
  }

  private TreeTrainer trainer(Path cache, Dataset dataset) {
    return new TreeTrainer(
        recipe(),
        dataset,
        givenTree,
        Torch.start(DETERMINISM),
        new TreeTrainer.Options(
            cache, features, parallelNodes, verify, knownWeights, false, elsewhere),
        new Listener());
  }

  Dataset dataset() {
    return Datasets.read(
        recipe().source(),
        Path.of("."),
        new Reading(
            OptionalInt.of(trainPerClass),
            OptionalInt.of(testPerClass),
            seed,
            UnaryOperator.identity(),
            PixelRoom.inMemory()));
  }

  NodeHyperparameters hyperparameters() {
    PhaseHyperparameters phase = phase(learningRate, generalEpochs);
    return new NodeHyperparameters(phase, phase, groupingVolatility);
  }

  private NodeHyperparameters rootHyperparameters() {
    return new NodeHyperparameters(
        phase(learningRate, rootClassEpochs),
        phase(rootGroupingLearningRate == 0 ? learningRate : rootGroupingLearningRate, 0),
        groupingVolatility);
  }

  private PhaseHyperparameters phase(double rate, int otherEpochs) {
    return new PhaseHyperparameters(
        LossSpec.CROSS_ENTROPY,
        momentum
            ? new OptimizerSpec.Sgd(rate, 0.9, 0.1, 1e-4, false)
            : new OptimizerSpec.Adam(rate, 0.9, 0.999, 1e-8, 1e-4),
        schedule.orElse(new LrSchedulerSpec.CosineAnnealingLr(epochs, etaMin)),
        otherEpochs == 0 ? epochs : otherEpochs);
  }

  Recipe recipe() {
    List<TransformSpec> plain = List.of(new TransformSpec.ToTensor());
    List<TransformSpec> normalized =
        List.of(
            new TransformSpec.ToTensor(), new TransformSpec.Normalize(List.of(0.4), List.of(0.3)));
    List<TransformSpec> train =
        augmented
            ? List.of(
                new TransformSpec.RandomCrop(28, 28, List.of(2, 2, 2, 2)),
                new TransformSpec.ToTensor())
            : plain;
    return new Recipe(
        recipeDigest.repeat(64),
        seed,
        new SourceSpec(SourceSpec.Format.STROKES, Optional.empty(), Optional.empty(), 0, Map.of()),
        Optional.empty(),
        new SplitSpec(OptionalInt.of(trainPerClass), batchSize, numWorkers, shuffle, train),
        new ValidationSpec(
            validateOnTest ? ValidationSpec.From.TEST : ValidationSpec.From.TRAIN,
            validationFraction,
            new SplitSpec(
                OptionalInt.empty(),
                validationBatchSize,
                numWorkers,
                false,
                validationNormalized ? normalized : plain)),
        new SplitSpec(
            OptionalInt.of(testPerClass),
            testBatchSize,
            numWorkers,
            false,
            testNormalized ? normalized : plain),
        network.orElseGet(() -> new NetworkSpec(backbone(rootFilters), backbone(generalFilters))),
        averageSoftmax,
        DETERMINISM,
        Optional.empty(),
        rootHyperparameters(),
        hyperparameters(),
        overrides,
        random);
  }

  private BackboneSpec backbone(int filters) {
    // The whole image under one window makes maps of a single point.
    int kernel = pointFeatures ? 28 : 3;
    int padding = pointFeatures ? 0 : 1;
    int pool = pointFeatures ? 1 : 2;
    return new BackboneSpec(
        List.of(
            new LayerSpec.Conv2d(filters, kernel, 1, padding, true),
            new LayerSpec.BatchNorm2d(1e-5, 0.1),
            new LayerSpec.Relu(),
            new LayerSpec.MaxPool2d(pool, pool),
            new LayerSpec.Dropout2d(0.2)),
        List.of(new LayerSpec.Flatten(), new LayerSpec.Linear(LayerSpec.NODE_OUTPUTS, true)));
  }

  /** Stands for the end of the process. */
  static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final class Listener extends SilentListener {
    @Override
    public synchronized void message(boolean warning, String text) {
      (warning ? warnings : messages).add(text);
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
      epochsTrained++;
      if (epochsTrained >= interruptAfter) {
        throw new Interruption();
      }
    }

    @Override
    public synchronized void phaseFinished(
        String node,
        Phase phase,
        boolean isReused,
        int bestEpoch,
        double accuracy,
        double seconds) {
      (isReused ? reused : trained).add(node + " " + phase.label());
    }
  }
}
