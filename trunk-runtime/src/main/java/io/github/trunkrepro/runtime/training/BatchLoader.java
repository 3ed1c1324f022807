package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.network.DropoutSite;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Makes batches ahead of the trainer on threads of its own: images, targets and dropout masks. A
 * bounded number of batches exists at a time, in buffers that are used again; every number comes
 * from a named stream, so no bit depends on how many threads there are.
 */
final class BatchLoader implements AutoCloseable {

  /** The random numbers of one pass: one stream an image, and one a batch and dropout layer. */
  interface PassStreams {
    RandomStream image(int position);

    RandomStream dropout(int batch, int layer);
  }

  private final NodeInputs inputs;
  private final IntUnaryOperator targetOf;
  private final int batchSize;
  private final List<DropoutSite> dropout;
  private final List<DropoutMask> masks;
  private final ExecutorService workers;
  private final int ahead;
  private final BlockingQueue<Batch> free;

  /**
   * A loader.
   *
   * @param targetOf class index to output index
   * @param dropout where masks are needed; empty for evaluation
   */
  BatchLoader(
      NodeInputs inputs,
      IntUnaryOperator targetOf,
      int batchSize,
      List<DropoutSite> dropout,
      int threads) {
    this.inputs = inputs;
    this.targetOf = targetOf;
    this.batchSize = Math.min(batchSize, Math.max(1, inputs.size()));
    this.dropout = List.copyOf(dropout);
    this.masks = dropout.stream().map(DropoutMask::new).toList();
    this.ahead = threads + 1;
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "trunk-loader");
              thread.setDaemon(true);
              return thread;
            });
    this.free = new ArrayBlockingQueue<>(ahead + 1);
    for (int i = 0; i < ahead + 1; i++) {
      free.add(newBatch());
    }
  }

  /** One pass over these positions, in this order. Close it before the next one begins. */
  Pass pass(int[] order, PassStreams streams) {
    return new Pass(order, streams);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  private Batch newBatch() {
    List<ByteBuffer> masks = new ArrayList<>();
    for (DropoutSite site : dropout) {
      masks.add(Batch.allocate(batchSize * site.values() * Float.BYTES));
    }
    return new Batch(
        batchSize,
        Batch.allocate(batchSize * inputs.loadedShape().values() * Float.BYTES),
        Batch.allocate(batchSize * Long.BYTES),
        masks);
  }

  /** Batches of one pass, in order; the last may be smaller. For one consumer thread. */
  final class Pass implements AutoCloseable {
    private final int[] order;
    private final PassStreams streams;
    private final ArrayDeque<Future<Batch>> pending = new ArrayDeque<>();
    private int submitted;
    private Batch current;
    private long waitedNanos;

    private Pass(int[] order, PassStreams streams) {
      this.order = order;
      this.streams = streams;
      while (submitted < Math.min(ahead, batches())) {
        submit();
      }
    }

    int batches() {
      return (order.length + batchSize - 1) / batchSize;
    }

    /** How long {@link #next} has kept its caller waiting. */
    long waitedNanos() {
      return waitedNanos;
    }

    /** The next batch, which stays valid until the next call; null at the end. */
    Batch next() {
      recycle();
      Future<Batch> first = pending.poll();
      if (first == null) {
        return null;
      }
      if (submitted < batches()) {
        submit();
      }
      long start = System.nanoTime();
      current = result(first);
      waitedNanos += System.nanoTime() - start;
      return current;
    }

    @Override
    public void close() {
      recycle();
      for (Future<Batch> future : pending) {
        // A batch that is being made writes into its buffers until it is done.
        free.add(result(future));
      }
      pending.clear();
    }

    private void recycle() {
      if (current != null) {
        free.add(current);
        current = null;
      }
    }

    private void submit() {
      int batch = submitted++;
      pending.add(workers.submit(() -> fill(free.take(), batch)));
    }

    private Batch fill(Batch room, int batch) {
      int from = batch * batchSize;
      int size = Math.min(batchSize, order.length - from);
      ImageShape shape = inputs.loadedShape();
      float[] row = new float[shape.values()];
      FloatBuffer images = room.images().asFloatBuffer();
      LongBuffer targets = room.targets().asLongBuffer();
      for (int i = 0; i < size; i++) {
        int position = order[from + i];
        inputs.load(position, inputs.random() ? streams.image(position) : null, row);
        images.put(row);
        targets.put(targetOf.applyAsInt(inputs.label(position)));
      }
      for (int layer = 0; layer < masks.size(); layer++) {
        masks.get(layer).fill(room.masks().get(layer), size, streams.dropout(batch, layer));
      }
      return new Batch(size, room.images(), room.targets(), room.masks());
    }
  }

  private static Batch result(Future<Batch> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Streams of a pass without dropout. */
  static PassStreams withoutDropout(IntFunction<RandomStream> image) {
    return new PassStreams() {
      @Override
      public RandomStream image(int position) {
        return image.apply(position);
      }

      @Override
      public RandomStream dropout(int batch, int layer) {
        throw new IllegalStateException("no dropout in evaluation");
      }
    };
  }
}
