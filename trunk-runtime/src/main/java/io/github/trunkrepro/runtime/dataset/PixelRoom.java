package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.ScratchFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Room for the pixels of data sets: a budget of memory, and a temporary file for what goes beyond
 * it. No bit of a result depends on its size.
 */
public final class PixelRoom implements AutoCloseable {
  private static final int SEGMENT_BYTES = 1 << 30;

  private final Optional<ScratchFile> file;
  private final int segmentBytes;
  private long memoryLeft;

  /**
   * Room in memory first.
   *
   * @param memoryBytes how much is kept in the heap
   * @param scratch folder for the rest
   */
  public PixelRoom(long memoryBytes, Path scratch) {
    this(memoryBytes, Optional.of(scratch), SEGMENT_BYTES);
  }

  PixelRoom(long memoryBytes, Optional<Path> scratch, int segmentBytes) {
    this.memoryLeft = memoryBytes;
    this.file = scratch.map(folder -> new ScratchFile(folder, "images"));
    this.segmentBytes = segmentBytes;
  }

  /** Room in memory alone, as much as there is. */
  public static PixelRoom inMemory() {
    return new PixelRoom(Long.MAX_VALUE, Optional.empty(), SEGMENT_BYTES);
  }

  /** Room for so many bytes (at least one), all in memory or all in the file. */
  synchronized Pixels allocate(long bytes) {
    boolean inMemory = bytes <= memoryLeft || file.isEmpty();
    if (inMemory) {
      memoryLeft -= bytes;
    }
    ByteBuffer[] segments = new ByteBuffer[(int) ((bytes + segmentBytes - 1) / segmentBytes)];
    for (int i = 0; i < segments.length; i++) {
      int count = (int) Math.min(segmentBytes, bytes - (long) i * segmentBytes);
      segments[i] = inMemory ? ByteBuffer.allocate(count) : file.orElseThrow().allocate(count);
    }
    return new Pixels(segments, segmentBytes);
  }

  /** Gives the file's name back to the disk, its space once nobody reads the images any longer. */
  @Override
  public void close() {
    file.ifPresent(ScratchFile::close);
  }
}
