package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.document.ScratchFile;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for feature maps: a budget of memory, shared by all nodes, and files for what goes beyond
 * it. No bit of a result depends on its size.
 */
public final class FeatureCache {
  private final AtomicLong memoryLeft;
  private final Optional<Path> spillFolder;

  /**
   * A cache.
   *
   * @param memoryBytes how much is kept in memory
   * @param spillFolder where the rest is kept, memory-mapped; empty to compute it again each time
   */
  public FeatureCache(long memoryBytes, Optional<Path> spillFolder) {
    this.memoryLeft = new AtomicLong(memoryBytes);
    this.spillFolder = spillFolder;
  }

  Store newStore() {
    return new Store();
  }

  /** Room for one node's maps. Thread-safe. */
  final class Store implements AutoCloseable {
    private final Optional<ScratchFile> file =
        spillFolder.map(folder -> new ScratchFile(folder, "feature maps"));
    private long memoryTaken;

    /** Room for so many values, zero at first; empty if nothing is to be kept. */
    synchronized Optional<FloatBuffer> allocate(int values) {
      long bytes = (long) values * Float.BYTES;
      if (memoryLeft.addAndGet(-bytes) >= 0) {
        memoryTaken += bytes;
        return Optional.of(FloatBuffer.allocate(values));
      }
      memoryLeft.addAndGet(bytes);
      return file.map(scratch -> scratch.allocate(Math.toIntExact(bytes)).asFloatBuffer());
    }

    @Override
    public synchronized void close() {
      memoryLeft.addAndGet(memoryTaken);
      memoryTaken = 0;
      file.ifPresent(ScratchFile::close);
    }
  }
}
