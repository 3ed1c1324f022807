package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.Backbones;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.optimization.Loss;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.Optimizer;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import io.github.trunkrepro.runtime.transform.TransformSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images per second of training steps with loading, transforms and masks ahead of them, against the
 * same batches made beforehand, in alternated passes of one run. Arguments: pairs, images (a tenth
 * of them for the slower networks).
 */
public final class LoadingBenchmark {
  private static final int BATCH = 64;
  private static final int CLASSES = 10;

  /** How much fewer images the networks for CIFAR-10 are given. */
  private static final int SLOWER = 10;

  private final NodeInputs inputs;
  private final NDManager manager;
  private final Network network;
  private final Optimizer optimizer;

  private LoadingBenchmark(BackboneSpec backbone, TransformPipeline transforms, ImageSet images) {
    inputs = new PixelInputs(images, transforms, List.of());
    manager = Torch.start(Experiments.DETERMINISM).newManager();
    network =
        Network.create(
            backbone, transforms.outputShape(), CLASSES, name -> RandomStream.of(1, name), manager);
    optimizer =
        Optimizer.of(
            new OptimizerSpec.Adam(0.001, 0.9, 0.999, 1e-8, 1e-4), network.parameters().values());
  }

  /** Prints the median images per second of both, and their ratio, for three networks. */
  public static void main(String[] args) {
    int pairs = Integer.parseInt(args[0]);
    int images = Integer.parseInt(args[1]);
    ImageShape grey = new ImageShape(1, 28, 28);
    ImageShape colour = new ImageShape(3, 32, 32);
    List<TransformSpec> plain = List.of(new TransformSpec.ToTensor());
    List<TransformSpec> augmented =
        List.of(
            new TransformSpec.RandomCrop(32, 32, List.of(4, 4, 4, 4)),
            new TransformSpec.RandomHorizontalFlip(0.5),
            new TransformSpec.ToTensor(),
            new TransformSpec.Normalize(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)));
    new LoadingBenchmark(
            Backbones.vggEmnist().root(),
            TransformPipeline.of(plain, grey),
            new Noise(images, grey))
        .run("vgg-emnist root, ToTensor", pairs);
    new LoadingBenchmark(
            Backbones.vggRoot(),
            TransformPipeline.of(augmented, colour),
            new Noise(images / SLOWER, colour))
        .run("vgg-cifar10 root, crop, flip, normalize", pairs);
    new LoadingBenchmark(
            Backbones.mobilenetRoot(),
            TransformPipeline.of(augmented, colour),
            new Noise(images / SLOWER, colour))
        .run("mobilenet-cifar10 root, crop, flip, normalize", pairs);
  }

  private void run(String name, int pairs) {
    int[] order = IntStream.range(0, inputs.size()).toArray();
    BatchLoader.PassStreams streams = new NamedStreams();
    try (BatchLoader loader =
        new BatchLoader(inputs, label -> label, BATCH, network.dropoutSites(), 2)) {
      List<Batch> preloaded = new ArrayList<>();
      try (BatchLoader.Pass pass = loader.pass(order, streams)) {
        for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
          preloaded.add(copy(batch));
        }
      }
      double[] loading = new double[pairs];
      double[] ready = new double[pairs];
      double waited = 0;
      double loaders = 0;
      for (int pair = -1; pair < pairs; pair++) {
        long loadersBefore = loaderNanos();
        long start = System.nanoTime();
        try (BatchLoader.Pass pass = loader.pass(order, streams)) {
          for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
            step(batch);
          }
          waited = (double) pass.waitedNanos() / (System.nanoTime() - start);
        }
        loaders = (double) (loaderNanos() - loadersBefore) / (System.nanoTime() - start);
        long middle = System.nanoTime();
        preloaded.forEach(this::step);
        long end = System.nanoTime();
        if (pair >= 0) {
          loading[pair] = order.length * 1e9 / (middle - start);
          ready[pair] = order.length * 1e9 / (end - middle);
        }
      }
      double ratio = median(ratios(loading, ready));
      System.out.printf(
          "%s: %.0f images/s with loading, %.0f preloaded, median ratio %.3f; last pass: waited"
              + " %.1f %%, loaders computed %.1f %% of the time%n",
          name, median(loading), median(ready), ratio, 100 * waited, 100 * loaders);
    }
  }

  /** CPU time of the loaders' threads, all of them together. */
  private static long loaderNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().equals("trunk-loader"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }

  private void step(Batch batch) {
    try (NDManager scope = manager.newSubManager()) {
      Mode mode = Mode.training(BatchTensors.masks(batch, network.dropoutSites(), scope));
      Gradients.with(
          () -> {
            Gradients.backward(
                Loss.of(LossSpec.CROSS_ENTROPY)
                    .mean(
                        network.forward(
                            BatchTensors.images(batch, inputs.loadedShape(), scope), mode),
                        BatchTensors.targets(batch, scope)));
            return null;
          });
      optimizer.step(0.001);
      optimizer.zeroGradients();
    }
  }

  private static Batch copy(Batch batch) {
    return new Batch(
        batch.size(),
        copy(batch.images()),
        copy(batch.targets()),
        batch.masks().stream().map(LoadingBenchmark::copy).toList());
  }

  private static ByteBuffer copy(ByteBuffer memory) {
    ByteBuffer other = Batch.allocate(memory.capacity());
    other.put(0, memory, 0, memory.capacity());
    return other;
  }

  private static double[] ratios(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] / b[i]).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static final class NamedStreams implements BatchLoader.PassStreams {
    @Override
    public RandomStream image(int position) {
      return RandomStream.of(1, "image " + position);
    }

    @Override
    public RandomStream dropout(int batch, int layer) {
      return RandomStream.of(1, "batch " + batch, "layer " + layer);
    }
  }

  /** Images of random bytes. */
  private record Noise(int size, ImageShape shape) implements ImageSet {
    @Override
    public int label(int index) {
      return index % CLASSES;
    }

    @Override
    public void read(int index, byte[] target) {
      for (int i = 0; i < target.length; i++) {
        target[i] = (byte) (index * 31 + i * 17);
      }
    }
  }
}
