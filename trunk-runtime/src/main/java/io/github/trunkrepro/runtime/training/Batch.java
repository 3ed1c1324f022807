package io.github.trunkrepro.runtime.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A batch in native memory, ready for the engine without another copy.
 *
 * @param size number of images
 * @param images float32 values, image after image
 * @param targets int64 output index of each image
 * @param masks float32 dropout masks, in the network's order, already divided by the probability to
 *     stay; empty when nothing is dropped
 */
record Batch(int size, ByteBuffer images, ByteBuffer targets, List<ByteBuffer> masks) {

  private static final int CACHE_LINE = 64;

  /** Native memory that begins at a cache line, so that no kernel sees another alignment. */
  static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes + 2 * CACHE_LINE)
        .alignedSlice(CACHE_LINE)
        .slice(0, bytes)
        .order(ByteOrder.nativeOrder());
  }
}
