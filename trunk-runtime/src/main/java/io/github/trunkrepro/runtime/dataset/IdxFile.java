package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * A file in IDX format (LeCun, Cortes and Burges, the MNIST database): two zero bytes, a byte for
 * the type (8 = unsigned byte), one for the number of dimensions, the dimensions as big-endian
 * 32-bit numbers, then the data. It may be gzipped, which is seen from its first bytes.
 */
final class IdxFile {
  private static final int UNSIGNED_BYTES = 0x0800;

  /** The most that deflate can make of one byte. */
  private static final long MAX_INFLATION = 1032;

  private final Path file;
  private final int[] dimensions;
  private boolean gzipped;
  private long position;
  private byte[] data = new byte[0];

  private IdxFile(Path file, int rank) {
    this.file = file;
    this.dimensions = new int[rank];
  }

  /**
   * Reads a whole file.
   *
   * @param rank number of dimensions that it must have
   * @throws UserException (set-up) if the file is not what its header and name say
   */
  static IdxFile read(Path file, int rank) {
    IdxFile idx = new IdxFile(file, rank);
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      stored.mark(2);
      idx.gzipped = stored.read() == 0x1f && stored.read() == 0x8b;
      stored.reset();
      if (idx.gzipped) {
        try (InputStream unpacked = Gzip.unpack(stored)) {
          idx.read(unpacked);
        }
      } else {
        idx.read(stored);
      }
      return idx;
    } catch (IOException e) {
      if (!idx.gzipped) {
        throw DataErrors.unreadable(file, e);
      }
      throw new UserException(
          UserException.Kind.SETUP,
          idx.at(idx.position)
              + ": the gzip stream is damaged or cut off ("
              + e.getMessage()
              + "). Get the file again.",
          e);
    }
  }

  private void read(InputStream in) throws IOException {
    int magic = readInt(in, "the magic number");
    int expected = UNSIGNED_BYTES | dimensions.length;
    if (magic != expected) {
      throw DataErrors.setup(
          at(0)
              + DataErrors.text(
                  ": expected the magic number %08x (unsigned bytes, dimensions: %d), found %08x.",
                  expected, dimensions.length, magic)
              + " This is no such IDX file, or it is damaged.");
    }
    long length = 1;
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = readInt(in, "dimension " + (i + 1));
      if (dimensions[i] <= 0 || length * dimensions[i] > ByteImages.MAX_PIXELS) {
        throw DataErrors.setup(
            at(position - Integer.BYTES)
                + DataErrors.text(
                    ": expected as dimension %d a number from 1 to %d, found %d. The file is damaged.",
                    i + 1, ByteImages.MAX_PIXELS / length, Integer.toUnsignedLong(dimensions[i])));
      }
      length *= dimensions[i];
    }
    readData(in, (int) length);
  }

  /** Allocates only what the file can fill: a damaged header must not ask for gigabytes. */
  private void readData(InputStream in, int length) throws IOException {
    long stored = Files.size(file);
    long most = gzipped ? stored * MAX_INFLATION : stored - position;
    if (length > most) {
      throw cutOff(gzipped ? position : stored, length, (gzipped ? "at most " : "") + most);
    }
    data = new byte[length];
    int filled = 0;
    for (int read = 0; filled < length && read >= 0; filled += Math.max(read, 0)) {
      read = in.read(data, filled, length - filled);
      position += Math.max(read, 0);
    }
    if (filled < length) {
      throw cutOff(position, length, String.valueOf(filled));
    }
    if (in.read() != -1) {
      throw DataErrors.setup(
          at(position)
              + DataErrors.text(
                  ": expected the end after %d bytes of data (%s), found more bytes.",
                  length, dimensionText())
              + " The file is damaged, or its header is.");
    }
  }

  private UserException cutOff(long offset, int length, String found) {
    return DataErrors.setup(
        DataErrors.text(
            "%s: the header promises %d bytes of data (%s), but there are %s. The file is cut off.",
            at(offset), length, dimensionText(), found));
  }

  private int readInt(InputStream in, String what) throws IOException {
    byte[] bytes = in.readNBytes(Integer.BYTES);
    if (bytes.length < Integer.BYTES) {
      throw DataErrors.setup(
          at(position) + ": expected " + what + " (4 bytes), found the end. The file is cut off.");
    }
    position += Integer.BYTES;
    return ByteBuffer.wrap(bytes).getInt();
  }

  private String dimensionText() {
    return String.join(
        "x", IntStream.of(dimensions).mapToObj(String::valueOf).toArray(String[]::new));
  }

  /** The place of a byte, for messages. */
  String at(long offset) {
    return file + ", byte " + offset + (gzipped ? " of the unpacked data" : "");
  }

  /** Size along an axis. */
  int dimension(int axis) {
    return dimensions[axis];
  }

  /** Offset of the data's first byte. */
  int headerBytes() {
    return Integer.BYTES * (1 + dimensions.length);
  }

  /** The data itself, not a copy. */
  byte[] data() {
    return data;
  }
}
