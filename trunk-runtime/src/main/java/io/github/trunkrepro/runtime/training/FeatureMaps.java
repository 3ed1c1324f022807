package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.tree.ClassSet;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Feature maps of the frozen parent for one child's images, where no random transform stands
 * before. They are computed in fixed chunks in data-set order, whoever asks and whatever is kept,
 * because a kernel may sum in another order for another batch.
 */
final class FeatureMaps implements NodeInputs {
  /** Images in a chunk; part of the bits, so another number needs a new key version. */
  static final int CHUNK = 256;

  private final NodeInputs source;
  private final int[] positions;
  private final Network parent;
  private final NDManager manager;
  private final FeatureCache.Store store;
  private final FloatBuffer[] kept;
  private final Object[] locks;
  private float[] lastChunk;
  private int lastChunkIndex = -1;

  /**
   * Maps of the source's images of these classes.
   *
   * @param source the parent's own inputs, not random; must stay open as long as these
   */
  FeatureMaps(
      NodeInputs source, ClassSet classes, Network parent, NDManager manager, FeatureCache cache) {
    this.source = source;
    this.positions =
        IntStream.range(0, source.size())
            .filter(position -> classes.contains(source.label(position)))
            .toArray();
    this.parent = parent;
    this.manager = manager;
    this.store = cache.newStore();
    this.kept = new FloatBuffer[(positions.length + CHUNK - 1) / CHUNK];
    this.locks = new Object[kept.length];
    Arrays.setAll(locks, i -> new Object());
  }

  @Override
  public int size() {
    return positions.length;
  }

  @Override
  public int label(int position) {
    return source.label(positions[position]);
  }

  @Override
  public ImageShape loadedShape() {
    return parent.featureShape();
  }

  @Override
  public boolean random() {
    return false;
  }

  @Override
  public void load(int position, RandomStream stream, float[] out) {
    int values = loadedShape().values();
    int chunk = position / CHUNK;
    int offset = (position % CHUNK) * values;
    synchronized (locks[chunk]) {
      if (kept[chunk] == null && !tryKeep(chunk)) {
        copyFromRecomputed(chunk, offset, out);
        return;
      }
    }
    kept[chunk].get(offset, out, 0, values);
  }

  /** Computes a chunk into the store, if that has room. */
  private boolean tryKeep(int chunk) {
    Optional<FloatBuffer> room = store.allocate(chunkSize(chunk) * loadedShape().values());
    room.ifPresent(
        buffer -> {
          buffer.put(0, compute(chunk));
          kept[chunk] = buffer;
        });
    return room.isPresent();
  }

  private synchronized void copyFromRecomputed(int chunk, int offset, float[] out) {
    if (lastChunkIndex != chunk) {
      lastChunk = compute(chunk);
      lastChunkIndex = chunk;
    }
    System.arraycopy(lastChunk, offset, out, 0, loadedShape().values());
  }

  private int chunkSize(int chunk) {
    return Math.min(CHUNK, positions.length - chunk * CHUNK);
  }

  private float[] compute(int chunk) {
    ImageShape shape = source.loadedShape();
    int count = chunkSize(chunk);
    float[] row = new float[shape.values()];
    ByteBuffer rows = Batch.allocate(count * shape.values() * Float.BYTES);
    FloatBuffer floats = rows.asFloatBuffer();
    for (int i = 0; i < count; i++) {
      source.load(positions[chunk * CHUNK + i], null, row);
      floats.put(row);
    }
    return Gradients.without(
        () -> {
          try (NDManager scope = manager.newSubManager()) {
            NDArray input =
                scope.create(
                    rows,
                    new Shape(count, shape.channels(), shape.height(), shape.width()),
                    DataType.FLOAT32);
            return parent.features(source.prepare(input), Mode.evaluation()).toFloatArray();
          }
        });
  }

  @Override
  public NDArray prepare(NDArray loaded) {
    return loaded;
  }

  @Override
  public void materialize() {
    for (int chunk = 0; chunk < kept.length; chunk++) {
      synchronized (locks[chunk]) {
        if (kept[chunk] == null && !tryKeep(chunk)) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    Arrays.fill(kept, null);
    store.close();
  }
}
