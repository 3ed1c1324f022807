package io.github.trunkrepro.runtime.dataset;

import java.nio.ByteBuffer;

/**
 * Bytes in as many buffers as it takes, in the heap or in a mapped file, addressed as one. What was
 * written may be read by any number of threads at a time.
 */
final class Pixels {
  private final ByteBuffer[] segments;
  private final int segmentBytes;

  /**
   * The buffers are used as they are, from 0 to their capacity.
   *
   * @param segmentBytes capacity of every buffer but the last
   */
  Pixels(ByteBuffer[] segments, int segmentBytes) {
    this.segments = segments;
    this.segmentBytes = segmentBytes;
  }

  /** One array, not a copy. */
  static Pixels of(byte[] bytes) {
    return new Pixels(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, Integer.MAX_VALUE);
  }

  /** Number of bytes. */
  long size() {
    return (segments.length - 1L) * segmentBytes + segments[segments.length - 1].capacity();
  }

  /** Overwrites the bytes from {@code at} on. */
  void write(long at, byte[] source) {
    for (int done = 0; done < source.length; ) {
      int offset = (int) ((at + done) % segmentBytes);
      int count = Math.min(source.length - done, segmentBytes - offset);
      segments[(int) ((at + done) / segmentBytes)].put(offset, source, done, count);
      done += count;
    }
  }

  /** Copies so many bytes from {@code at} on to the beginning of the target. */
  void read(long at, byte[] target, int bytes) {
    for (int done = 0; done < bytes; ) {
      int offset = (int) ((at + done) % segmentBytes);
      int count = Math.min(bytes - done, segmentBytes - offset);
      segments[(int) ((at + done) / segmentBytes)].get(offset, target, done, count);
      done += count;
    }
  }
}
