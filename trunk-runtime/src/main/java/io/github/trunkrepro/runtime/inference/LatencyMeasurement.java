package io.github.trunkrepro.runtime.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.manifest.Environment;

/**
 * Times a tree on one image after the other, each on its own path, in turns with a convolution that
 * is the same for every tree: what else the machine does meanwhile falls on both, and hardly on
 * their ratio.
 */
public final class LatencyMeasurement {
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 9;
  private static final int IMAGES = 24;

  /** 3 x 3, as many channels in as out, on a square map: 37.7 million multiply-accumulates. */
  private static final int CHANNELS = 64;

  private static final int SIDE = 32;
  private static final int KERNEL = 3;
  private static final Shape ONE = new Shape(1, 1);
  private static final double NANOS = 1e6;

  private LatencyMeasurement() {}

  /**
   * Measures.
   *
   * @param images to classify, at least one; they are taken from all over the set
   */
  public static Environment.Latency measure(
      TreeNetwork network, Evaluator evaluator, ImageSet images) {
    double[] tree = new double[ROUNDS];
    double[] reference = new double[ROUNDS];
    double[] ratio = new double[ROUNDS];
    try (NDManager scope = network.newManager()) {
      NDArray map = scope.ones(new Shape(1, CHANNELS, SIDE, SIDE), DataType.FLOAT32);
      NDArray weights = scope.ones(new Shape(CHANNELS, CHANNELS, KERNEL, KERNEL), DataType.FLOAT32);
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        double routing = 0;
        double convolving = 0;
        for (int i = 0; i < IMAGES; i++) {
          int image = (int) ((long) i * images.size() / IMAGES);
          routing += route(network, evaluator, images, image);
          convolving += convolve(map, weights);
        }
        if (round >= 0) {
          tree[round] = routing / IMAGES;
          reference[round] = convolving / IMAGES;
          ratio[round] = routing / convolving;
        }
      }
    }
    return new Environment.Latency(
        Timing.of(tree).median(), Timing.of(reference).median(), Timing.of(ratio).median());
  }

  /** Milliseconds of an image. */
  private static double route(
      TreeNetwork network, Evaluator evaluator, ImageSet images, int image) {
    try (NDManager scope = network.newManager()) {
      NDArray pixels = evaluator.transformed(images, image, 1, scope);
      long start = System.nanoTime();
      network.route(pixels);
      return (System.nanoTime() - start) / NANOS;
    }
  }

  /** Milliseconds of the convolution. */
  private static double convolve(NDArray map, NDArray weights) {
    long start = System.nanoTime();
    // Read, because an accelerator has computed it only then.
    Gradients.suspended(
        () -> {
          try (NDList output = Conv2d.conv2d(map, weights, null, ONE, ONE, ONE)) {
            return output.singletonOrThrow().getFloat(0, 0, 0, 0);
          }
        });
    return (System.nanoTime() - start) / NANOS;
  }
}
