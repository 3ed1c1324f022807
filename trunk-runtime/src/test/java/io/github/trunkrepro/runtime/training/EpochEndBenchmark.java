package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.Backbones;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.optimization.Optimizer;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.weights.StateDicts;
import io.github.trunkrepro.runtime.weights.StateDigest;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Milliseconds that the end of an epoch takes: the weights' copy and digest, and the checkpoint;
 * and the share of whole trainings that the digests are.
 */
public final class EpochEndBenchmark {
  private static final int OUTPUTS = 47;
  private static final int WARM_UP = 20;
  private static final int RUNS = 51;

  private EpochEndBenchmark() {}

  /** Prints the medians for three networks, each with Adam, and the shares of three trainings. */
  public static void main(String[] args) throws IOException {
    measure("vgg-emnist root", Backbones.vggEmnist().root(), new ImageShape(1, 28, 28));
    measure("vgg-cifar10 root", Backbones.vggRoot(), new ImageShape(3, 32, 32));
    measure("mobilenet root", Backbones.mobilenetRoot(), new ImageShape(1, 28, 28));
    Experiments small = new Experiments();
    small.trainPerClass = 100;
    // Until the JIT compiler is done.
    train("warm-up", small);
    train("small networks", small);
    Experiments vgg = new Experiments();
    vgg.network = Optional.of(Backbones.vggEmnist());
    for (int perClass : new int[] {30, 200}) {
      vgg.trainPerClass = perClass;
      train("vgg-emnist", vgg);
    }
  }

  /** The digests are timed after the training: once for each node, as often as it had epochs. */
  private static void train(String name, Experiments experiment) throws IOException {
    Path cache = Files.createTempDirectory("trunk-benchmark");
    TrainedTree trained = experiment.train(cache);
    Folders.delete(cache);
    double digests = 0;
    for (TrainedNode node : trained.nodes()) {
      int epochs = node.phases().stream().mapToInt(phase -> phase.epochs().size()).sum();
      digests += epochs * digestMilliseconds(node.weights());
    }
    double training = trained.timings().stream().mapToDouble(PhaseTiming::seconds).sum() * 1000;
    System.out.printf(
        Locale.ROOT,
        "%s, %d images a class, %d phases: digests %.1f ms of %.0f ms, %.2f %%%n",
        name,
        experiment.trainPerClass,
        trained.timings().size(),
        digests,
        training,
        100 * digests / training);
  }

  private static double digestMilliseconds(Map<String, Tensor> weights) {
    double[] digests = new double[RUNS];
    for (int run = -WARM_UP; run < RUNS; run++) {
      long start = System.nanoTime();
      StateDigest.of(weights);
      if (run >= 0) {
        digests[run] = (System.nanoTime() - start) / 1e6;
      }
    }
    return median(digests);
  }

  private static void measure(String name, BackboneSpec backbone, ImageShape input)
      throws IOException {
    Path folder = Files.createTempDirectory("trunk-benchmark");
    Checkpoints.Place place = new Checkpoints(folder, null).place("key", false);
    double[] digests = new double[RUNS];
    double[] checkpoints = new double[RUNS];
    try (NDManager manager = Torch.start(Experiments.DETERMINISM).newManager();
        Network network =
            Network.create(
                backbone, input, OUTPUTS, parameter -> RandomStream.of(1, parameter), manager);
        Optimizer optimizer =
            Optimizer.of(
                new OptimizerSpec.Adam(0.001, 0.9, 0.999, 1e-8, 0),
                network.parameters().values())) {
      for (int run = -WARM_UP; run < RUNS; run++) {
        long start = System.nanoTime();
        Map<String, Tensor> weights = StateDicts.copy(network.state());
        String digest = StateDigest.of(weights);
        long middle = System.nanoTime();
        EpochRecord record = new EpochRecord(1, 1, Accuracy.of(1, 2), 0.001, digest);
        place.write(
            new Checkpoint(
                List.of(record), 1, weights, StateDicts.copy(optimizer.state()), weights));
        long end = System.nanoTime();
        if (run >= 0) {
          digests[run] = (middle - start) / 1e6;
          checkpoints[run] = (end - middle) / 1e6;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%s, %d parameters: copy and digest %.2f ms, checkpoint %.2f ms%n",
          name,
          network.counts().parameters(),
          median(digests),
          median(checkpoints));
    }
    Folders.delete(folder);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
