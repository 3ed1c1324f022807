package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private long memoryTaken;
    private Path file;
    private FileChannel channel;
    private long fileEnd;

    /** Room for so many values, zero at first; empty if nothing is to be kept. */
    synchronized Optional<FloatBuffer> allocate(int values) {
      long bytes = (long) values * Float.BYTES;
      if (memoryLeft.addAndGet(-bytes) >= 0) {
        memoryTaken += bytes;
        return Optional.of(FloatBuffer.allocate(values));
      }
      memoryLeft.addAndGet(bytes);
      if (spillFolder.isEmpty()) {
        return Optional.empty();
      }
      try {
        if (channel == null) {
          Files.createDirectories(spillFolder.get());
          file = Files.createTempFile(spillFolder.get(), "features", ".bin");
          channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE);
        }
        FloatBuffer room =
            channel
                .map(FileChannel.MapMode.READ_WRITE, fileEnd, bytes)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        fileEnd += bytes;
        return Optional.of(room);
      } catch (IOException e) {
        throw new UserException(
            UserException.Kind.SETUP,
            "cannot keep feature maps in "
                + spillFolder.get()
                + ": "
                + e.getMessage()
                + "; make room there, or move trunk.outputDirectory",
            e);
      }
    }

    @Override
    public synchronized void close() {
      memoryLeft.addAndGet(memoryTaken);
      memoryTaken = 0;
      if (channel != null) {
        try {
          channel.close();
          Files.deleteIfExists(file);
        } catch (IOException e) {
          // The output folder's next clean takes it; the maps themselves are no longer needed.
        }
        channel = null;
      }
    }
  }
}
