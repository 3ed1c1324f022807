package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.DropoutSite;
import io.github.trunkrepro.runtime.network.LayerSpec;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.optimization.Loss;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.Optimizer;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.weights.StateDicts;
import io.github.trunkrepro.runtime.weights.StateDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A small network of every kind of layer that learns random numbers for a few steps, in about a
 * second. What it has learned is the same bits wherever a training gives the same bits, and other
 * bits wherever something that matters differs: threads, instructions, libraries.
 */
public final class ProbeNetwork {
  private static final int STEPS = 4;
  private static final int IMAGES = 32;
  private static final int OUTPUTS = 10;
  private static final ImageShape INPUT = new ImageShape(3, 32, 32);

  // Adam, because it takes square roots: a library's routine for them is not alike on all CPUs.
  private static final OptimizerSpec ADAM = new OptimizerSpec.Adam(0.002, 0.9, 0.999, 1e-8, 1e-4);

  private static final BackboneSpec LAYERS =
      new BackboneSpec(
          List.of(
              new LayerSpec.Conv2d(16, 3, 1, 1, true),
              new LayerSpec.BatchNorm2d(1e-5, 0.1),
              new LayerSpec.Relu(),
              new LayerSpec.MaxPool2d(2, 2),
              new LayerSpec.Dropout2d(0.2),
              new LayerSpec.InvertedResidual(24, 4, 2)),
          List.of(
              new LayerSpec.Flatten(),
              new LayerSpec.Dropout(0.5),
              new LayerSpec.Linear(LayerSpec.NODE_OUTPUTS, true)));

  private ProbeNetwork() {}

  /** SHA-256 of what the network has learned. */
  public static String digest(Torch torch) {
    try (NDManager manager = torch.newManager()) {
      return digest(manager);
    }
  }

  /** SHA-256 of what the network has learned, computed wherever the manager's arrays are. */
  public static String digest(NDManager manager) {
    return digest(manager, LAYERS, INPUT, IMAGES, STEPS);
  }

  /** The same of another network. */
  public static String digest(
      NDManager manager, BackboneSpec layers, ImageShape input, int images, int steps) {
    RandomStream random = RandomStream.of(1, "probe");
    try (Network network =
            Network.create(
                layers,
                input,
                OUTPUTS,
                parameter -> RandomStream.of(1, "probe", parameter),
                manager);
        Optimizer optimizer = Optimizer.of(ADAM, network.parameters().values())) {
      for (int step = 0; step < steps; step++) {
        step(network, optimizer, manager, input, images, random);
      }
      return StateDigest.of(StateDicts.copy(network.state()));
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
}
