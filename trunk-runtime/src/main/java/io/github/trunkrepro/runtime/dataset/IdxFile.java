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
 * 32-bit numbers, then the data, which is read piece by piece. It may be gzipped, which is seen
 * from its first bytes.
 */
final class IdxFile implements AutoCloseable {
  /** The largest array that every Java virtual machine grants. */
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private static final int UNSIGNED_BYTES = 0x0800;

  /** More data than this in one file is no data set but a damaged header. */
  private static final long MAX_BYTES = 1L << 40;

  /** The most that deflate can make of one byte. */
  private static final long MAX_INFLATION = 1032;

  private final Path file;
  private final int[] dimensions;
  private InputStream in;
  private boolean gzipped;
  private long position;
  private long length = 1;

  private IdxFile(Path file, int rank) {
    this.file = file;
    this.dimensions = new int[rank];
  }

  /**
   * Opens a file and reads its header.
   *
   * @param rank number of dimensions that it must have
   * @throws UserException (set-up) if the header is not what the file's name and length say
   */
  static IdxFile open(Path file, int rank) {
    IdxFile idx = new IdxFile(file, rank);
    try {
      idx.open();
    } catch (IOException e) {
      idx.close();
      throw idx.unreadable(e);
    } catch (UserException e) {
      idx.close();
      throw e;
    }
    return idx;
  }

  /**
   * Reads the data of a file that fits into an array, and is small enough to be held in one.
   *
   * @param rank number of dimensions that it must have
   * @throws UserException (set-up) if the file is not what its header and name say
   */
  static byte[] readAll(Path file, int rank) {
    try (IdxFile idx = open(file, rank)) {
      if (idx.length > MAX_ARRAY) {
        throw DataErrors.setup(
            idx.at(Integer.BYTES)
                + DataErrors.text(
                    ": expected at most %d bytes of data, found %d.", MAX_ARRAY, idx.length));
      }
      byte[] data = new byte[(int) idx.length];
      idx.read(data);
      idx.end();
      return data;
    }
  }

  private void open() throws IOException {
    InputStream stored = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in = stored;
    stored.mark(2);
    gzipped = stored.read() == 0x1f && stored.read() == 0x8b;
    stored.reset();
    if (gzipped) {
      in = new BufferedInputStream(Gzip.unpack(stored), 1 << 16);
    }
    int magic = readInt("the magic number");
    int expected = UNSIGNED_BYTES | dimensions.length;
    if (magic != expected) {
      throw DataErrors.setup(
          at(0)
              + DataErrors.text(
                  ": expected the magic number %08x (unsigned bytes, dimensions: %d), found %08x.",
                  expected, dimensions.length, magic)
              + " This is no such IDX file, or it is damaged.");
    }
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = readInt("dimension " + (i + 1));
      // All dimensions but the first make one image, which must fit into an array.
      long inArray = i == 0 ? Integer.MAX_VALUE : MAX_ARRAY / (length / dimensions[0]);
      long most = Math.min(MAX_BYTES / length, inArray);
      if (dimensions[i] <= 0 || dimensions[i] > most) {
        throw DataErrors.setup(
            at(position - Integer.BYTES)
                + DataErrors.text(
                    ": expected as dimension %d a number from 1 to %d, found %d. The file is damaged.",
                    i + 1, most, Integer.toUnsignedLong(dimensions[i])));
      }
      length *= dimensions[i];
    }
    requireRoom();
  }

  /** A damaged header must not make anybody ask for terabytes. */
  private void requireRoom() throws IOException {
    long stored = Files.size(file);
    long most = gzipped ? stored * MAX_INFLATION : stored - position;
    if (length > most) {
      throw cutOff(gzipped ? position : stored, (gzipped ? "at most " : "") + most);
    }
  }

  /**
   * Reads the next bytes of the data, as many as the block has.
   *
   * @throws UserException (set-up) if the file ends before
   */
  void read(byte[] block) {
    try {
      int filled = in.readNBytes(block, 0, block.length);
      position += filled;
      if (filled < block.length) {
        throw cutOff(position, String.valueOf(position - headerBytes(dimensions.length)));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Fails unless the data ends here; a gzip stream's own checksum is verified by that. */
  void end() {
    try {
      if (in.read() != -1) {
        throw DataErrors.setup(
            at(position)
                + DataErrors.text(
                    ": expected the end after %d bytes of data (%s), found more bytes.",
                    length, dimensionText())
                + " The file is damaged, or its header is.");
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UserException unreadable(IOException e) {
    if (!gzipped) {
      return DataErrors.unreadable(file, e);
    }
    return new UserException(
        UserException.Kind.SETUP,
        at(position)
            + ": the gzip stream is damaged or cut off ("
            + e.getMessage()
            + "). Get the file again.",
        e);
  }

  private UserException cutOff(long offset, String found) {
    return DataErrors.setup(
        DataErrors.text(
            "%s: the header promises %d bytes of data (%s), but there are %s. The file is cut off.",
            at(offset), length, dimensionText(), found));
  }

  private int readInt(String what) throws IOException {
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
  private String at(long offset) {
    return file + ", byte " + offset + (gzipped ? " of the unpacked data" : "");
  }

  /** Size along an axis. */
  int dimension(int axis) {
    return dimensions[axis];
  }

  /** Offset of the data's first byte. */
  static int headerBytes(int rank) {
    return Integer.BYTES * (1 + rank);
  }

  @Override
  public void close() {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      // It was only read.
    }
  }
}
