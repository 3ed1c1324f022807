package io.github.trunkrepro.runtime.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.network.Backbones;
import io.github.trunkrepro.runtime.network.DropoutSite;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.optimization.Loss;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.Optimizer;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SHA-256 of each network's state after a few training steps on random numbers: what must be equal
 * between processes, JVMs, cores and CPUs. Prints a line for each network.
 *
 * <p>Arguments: threads; images in a batch; steps.
 */
public final class TrainingBits {
  private static final int OUTPUTS = 5;
  private static final int SIDE = 16;
  // Adam, because it takes square roots: a library's routine for them is not alike on all CPUs.
  private static final OptimizerSpec ADAM = new OptimizerSpec.Adam(0.002, 0.9, 0.999, 1e-8, 1e-4);

  private TrainingBits() {}

  /** Runs it. */
  public static void main(String[] args) {
    Torch torch =
        Torch.start(
            new DeterminismSpec(
                DeterminismSpec.Tier.BITWISE,
                Integer.parseInt(args[0]),
                DeterminismSpec.Instructions.PORTABLE));
    try (NDManager manager = torch.newManager()) {
      for (String network : List.of("vgg", "mobilenet")) {
        int images = Integer.parseInt(args[1]);
        int steps = Integer.parseInt(args[2]);
        System.out.println(network + " " + digest(manager, network, SIDE, images, steps));
      }
    }
  }

  /** Trains and gives the SHA-256 of all names and bytes of the state. */
  public static String digest(NDManager manager, String name, int side, int images, int steps) {
    boolean vgg = name.equals("vgg");
    ImageShape input = new ImageShape(vgg ? 3 : 1, side, side);
    RandomStream random = RandomStream.of(1, "bits");
    try (Network network =
            Network.create(
                vgg ? Backbones.vggRoot() : Backbones.mobilenetRoot(),
                input,
                OUTPUTS,
                parameter -> RandomStream.of(1, "init", parameter),
                manager);
        Optimizer optimizer = Optimizer.of(ADAM, network.parameters().values())) {
      for (int step = 0; step < steps; step++) {
        step(network, optimizer, manager, input, images, random);
      }
      return digest(network.state());
    }
  }

  private static void step(
      Network network,
      Optimizer optimizer,
      NDManager parent,
      ImageShape input,
      int images,
      RandomStream random) {
    try (NDManager manager = parent.newSubManager()) {
      Shape shape = new Shape(images, input.channels(), input.height(), input.width());
      NDArray x = uniform(manager, shape, random);
      long[] labels = new long[images];
      for (int i = 0; i < images; i++) {
        labels[i] = random.nextInt(OUTPUTS);
      }
      NDArray y = manager.create(labels);
      List<NDArray> masks = new ArrayList<>();
      for (DropoutSite site : network.dropoutSites()) {
        long[] mask = site.maskShape().stream().mapToLong(Integer::longValue).toArray();
        masks.add(
            uniform(manager, new Shape(images).addAll(new Shape(mask)), random)
                .gte(site.p())
                .toType(DataType.FLOAT32, false)
                .mul(site.scale()));
      }
      Gradients.with(
          () -> {
            NDArray loss =
                Loss.of(LossSpec.CROSS_ENTROPY).mean(network.forward(x, Mode.training(masks)), y);
            Gradients.backward(loss);
            return null;
          });
      optimizer.step(0.002);
      optimizer.zeroGradients();
    }
  }

  private static NDArray uniform(NDManager manager, Shape shape, RandomStream random) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return manager.create(values, shape);
  }

  private static String digest(Map<String, NDArray> state) {
    MessageDigest digest = Digests.newSha256();
    state.forEach(
        (name, array) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update(array.toByteBuffer());
        });
    return Digests.hex(digest.digest());
  }
}
