package io.github.trunkrepro.runtime.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Routes whole image sets down a tree, in fixed chunks and in order. Thread-safe. */
public final class Evaluator {
  static final int CHUNK = 256;

  private final TreeNetwork network;
  private final TransformPipeline transforms;
  private final long seed;

  /**
   * An evaluator.
   *
   * @param seed for a test transform that draws, as some of the authors' recipes have
   */
  public Evaluator(TreeNetwork network, TransformPipeline transforms, long seed) {
    this.network = network;
    this.transforms = transforms;
    this.seed = seed;
  }

  /** A route an image, in the order of the set. */
  public List<Route> routes(ImageSet images) {
    List<Route> routes = new ArrayList<>();
    for (int from = 0; from < images.size(); from += CHUNK) {
      int count = Math.min(CHUNK, images.size() - from);
      try (NDManager scope = network.newManager()) {
        routes.addAll(network.route(transformed(images, from, count, scope)));
      }
    }
    return routes;
  }

  /** Consecutive images as the root takes them, float32 (count, C, H, W). */
  NDArray transformed(ImageSet images, int from, int count, NDManager scope) {
    ImageShape shape = network.input();
    byte[] pixels = new byte[images.shape().values()];
    float[] row = new float[shape.values()];
    ByteBuffer memory =
        ByteBuffer.allocateDirect(count * row.length * Float.BYTES).order(ByteOrder.nativeOrder());
    FloatBuffer values = memory.asFloatBuffer();
    for (int i = 0; i < count; i++) {
      images.read(from + i, pixels);
      transforms.apply(pixels, RandomStream.of(seed, "test", "image " + (from + i)), row, 0);
      values.put(row);
    }
    return scope.create(
        memory,
        new Shape(count, shape.channels(), shape.height(), shape.width()),
        DataType.FLOAT32);
  }
}
