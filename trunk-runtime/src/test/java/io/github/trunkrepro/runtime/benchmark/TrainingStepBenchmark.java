package io.github.trunkrepro.runtime.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.Backbones;
import io.github.trunkrepro.runtime.network.DropoutSite;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Images per second of a training step: batch and masks into the engine, forward, cross entropy,
 * backward, SGD. Prints it, and the process's peak memory in MB.
 *
 * <p>Arguments: vgg (3x32x32) or mobilenet (1x28x28) root; images in a batch; steps measured;
 * threads.
 */
public final class TrainingStepBenchmark {
  private static final int OUTPUTS = 10;
  private static final int WARM_UP = 3;
  private static final float LEARNING_RATE = 0.01f;

  private TrainingStepBenchmark() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    boolean vgg = args[0].equals("vgg");
    int images = Integer.parseInt(args[1]);
    int steps = Integer.parseInt(args[2]);
    int threads = Integer.parseInt(args[3]);
    Torch torch =
        Torch.start(
            new DeterminismSpec(
                DeterminismSpec.Tier.BITWISE,
                threads,
                DeterminismSpec.Instructions.valueOf(args[4].toUpperCase(Locale.ROOT))));
    BackboneSpec backbone = vgg ? Backbones.vggRoot() : Backbones.mobilenetRoot();
    ImageShape input = vgg ? new ImageShape(3, 32, 32) : new ImageShape(1, 28, 28);
    RandomStream random = RandomStream.of(1, "benchmark");
    float[] pixels = new float[images * input.values()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    long[] labels = new long[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % OUTPUTS;
    }
    try (NDManager manager = torch.newManager();
        Network network =
            Network.create(
                backbone, input, OUTPUTS, name -> RandomStream.of(1, "init", name), manager)) {
      List<float[]> masks = masks(network, images, random);
      Shape shape = new Shape(images, input.channels(), input.height(), input.width());
      long start = 0;
      for (int step = -WARM_UP; step < steps; step++) {
        if (step == 0) {
          start = System.nanoTime();
        }
        step(network, manager, pixels, shape, labels, masks);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT, "%.1f %d%n", images * (double) steps / seconds, peakMegabytes());
    }
  }

  /** Peak resident memory of the process; 0 where Linux's file is not there. */
  private static long peakMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        / 1024;
  }

  private static List<float[]> masks(Network network, int images, RandomStream random) {
    List<float[]> masks = new ArrayList<>();
    for (DropoutSite site : network.dropoutSites()) {
      float[] mask = new float[images * site.values()];
      for (int i = 0; i < mask.length; i++) {
        mask[i] = random.nextFloat() < site.p() ? 0 : site.scale();
      }
      masks.add(mask);
    }
    return masks;
  }

  private static void step(
      Network network,
      NDManager parent,
      float[] pixels,
      Shape shape,
      long[] labels,
      List<float[]> maskValues) {
    try (NDManager manager = parent.newSubManager()) {
      NDArray x = manager.create(pixels, shape);
      NDArray y = manager.create(labels);
      List<NDArray> masks = new ArrayList<>();
      List<DropoutSite> sites = network.dropoutSites();
      for (int i = 0; i < sites.size(); i++) {
        Shape mask =
            new Shape(shape.get(0))
                .addAll(
                    new Shape(
                        sites.get(i).maskShape().stream().mapToLong(Integer::longValue).toArray()));
        masks.add(manager.create(maskValues.get(i), mask));
      }
      Gradients.enable();
      NDArray outputs = network.forward(x, Mode.training(masks));
      NDArray loss = outputs.logSoftmax(1).gather(y.reshape(-1, 1), 1).mean().neg();
      Gradients.backward(loss);
      Gradients.disable();
      for (NDArray parameter : network.parameters().values()) {
        try (NDArray gradient = parameter.getGradient();
            NDArray change = gradient.mul(LEARNING_RATE)) {
          parameter.subi(change);
          gradient.muli(0);
        }
      }
    }
  }
}
