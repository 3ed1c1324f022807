package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.zip.InflaterInputStream;

/**
 * Streams the numeric arrays of a MATLAB file of version 5 ("MAT-File Level 5", The MathWorks),
 * compressed or not: an array need not fit into memory, and nothing is allocated by a length that
 * the file claims. What is not a plain real array is skipped.
 */
final class MatFile implements AutoCloseable {
  private static final int HEADER_BYTES = 128;
  private static final int MATRIX = 14;
  private static final int COMPRESSED = 15;
  private static final int COMPLEX = 0x0800;
  private static final int MAX_DIMENSIONS = 8;
  private static final int MAX_NAME_BYTES = 64;

  private final Path file;
  private final InputStream in;
  private final ByteOrder order;

  private MatFile(Path file, InputStream in, ByteOrder order) {
    this.file = file;
    this.in = in;
    this.order = order;
  }

  /** Opens a file before its first array. */
  static MatFile open(Path file) {
    try {
      InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      try {
        return new MatFile(file, in, order(file, in.readNBytes(HEADER_BYTES)));
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    } catch (IOException e) {
      throw DataErrors.unreadable(file, e);
    }
  }

  private static ByteOrder order(Path file, byte[] header) {
    String mark =
        header.length < HEADER_BYTES
            ? ""
            : new String(header, HEADER_BYTES - 2, 2, StandardCharsets.ISO_8859_1);
    return switch (mark) {
      case "IM" -> ByteOrder.LITTLE_ENDIAN;
      case "MI" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw DataErrors.setup(
              file
                  + ": expected a MATLAB file of version 5, whose header ends in IM or MI; found "
                  + header.length
                  + " bytes of another. Get the file again (version 7.3 is another format).");
    };
  }

  /** An element's type and length, and its content where that stands in the tag itself. */
  private static final class Tag {
    private final int type;
    private final long bytes;
    private final byte[] inline;

    Tag(int type, long bytes, byte[] inline) {
      this.type = type;
      this.bytes = bytes;
      this.inline = inline;
    }
  }

  /** An array whose numbers are read next. */
  final class Array {
    private final String name;
    private final int[] dimensions;
    private final int type;
    private final long bytes;
    private final InputStream data;

    private Array(String name, int[] dimensions, int type, long bytes, InputStream data) {
      this.name = name;
      this.dimensions = dimensions;
      this.type = type;
      this.bytes = bytes;
      this.data = data;
    }

    String name() {
      return name;
    }

    int[] dimensions() {
      return dimensions.clone();
    }

    /** How many numbers there are. */
    long count() {
      return Arrays.stream(dimensions).asLongStream().reduce(1, Math::multiplyExact);
    }

    /** Requires numbers of one unsigned byte, as many as the dimensions say. */
    void requireBytes() {
      if (type != 2 || bytes != count()) {
        throw damaged(
            DataErrors.text(
                "expected unsigned bytes in %s (type 2, %d bytes), found type %d with %d bytes",
                name, count(), type, bytes));
      }
    }

    /** The next bytes, in MATLAB's order: the first index moves fastest. */
    void read(byte[] target) {
      try {
        readFully(data, target);
      } catch (IOException e) {
        throw damaged("cut off or damaged in " + name + " (" + e.getMessage() + ")");
      }
    }

    /** The next number, which must be whole and fit into an {@code int}. */
    int next() {
      int width =
          switch (type) {
            case 1, 2 -> 1;
            case 3, 4 -> 2;
            case 5, 6 -> 4;
            case 9 -> 8;
            default -> throw damaged("expected whole numbers in " + name + ", found type " + type);
          };
      byte[] raw = new byte[width];
      read(raw);
      ByteBuffer number = ByteBuffer.wrap(raw).order(order);
      double value =
          switch (type) {
            case 1 -> raw[0];
            case 2 -> Byte.toUnsignedInt(raw[0]);
            case 3 -> number.getShort();
            case 4 -> Short.toUnsignedInt(number.getShort());
            case 5 -> number.getInt();
            case 6 -> Integer.toUnsignedLong(number.getInt());
            default -> number.getDouble();
          };
      if (value != (int) value) {
        throw damaged("expected whole numbers in " + name + ", found " + value);
      }
      return (int) value;
    }
  }

  /**
   * Reads up to the numbers of an array that comes after those read so far.
   *
   * @param name of the variable
   */
  Array find(String name) {
    try {
      for (OptionalInt next = word(in); next.isPresent(); next = word(in)) {
        long bytes = Integer.toUnsignedLong(requireWord(in));
        Bounded element = new Bounded(in, bytes);
        Array array = array(next.getAsInt(), element);
        if (array != null && array.name.equals(name)) {
          return array;
        }
        element.skipNBytes(element.left);
      }
    } catch (IOException e) {
      throw damaged("cut off or damaged before " + name + " (" + e.getMessage() + ")");
    }
    throw damaged("expected an array named " + name + ", found none");
  }

  private Array array(int type, InputStream element) throws IOException {
    if (type == MATRIX) {
      return matrix(element);
    }
    if (type != COMPRESSED) {
      return null;
    }
    InputStream inflated = new BufferedInputStream(new InflaterInputStream(element), 1 << 16);
    Tag inner = tag(inflated);
    return inner.type == MATRIX ? matrix(inflated) : null;
  }

  /** Reads an array up to its numbers; nothing for what is not a real numeric array. */
  private Array matrix(InputStream element) throws IOException {
    byte[] flags = content(element, 8);
    int word = ByteBuffer.wrap(flags).order(order).getInt();
    int numericClass = word & 0xff;
    if (numericClass < 6 || numericClass > 15 || (word & COMPLEX) != 0) {
      return null;
    }
    ByteBuffer sizes = ByteBuffer.wrap(content(element, 4 * MAX_DIMENSIONS)).order(order);
    int[] dimensions = new int[sizes.remaining() / Integer.BYTES];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = sizes.getInt();
      if (dimensions[i] < 0) {
        throw new IOException("a negative dimension");
      }
    }
    String name = new String(content(element, MAX_NAME_BYTES), StandardCharsets.US_ASCII);
    Tag data = tag(element);
    InputStream numbers = data.inline == null ? element : new ByteArrayInputStream(data.inline);
    return new Array(name, dimensions, data.type, data.bytes, numbers);
  }

  /** A small element, whole, without its padding. */
  private byte[] content(InputStream element, int most) throws IOException {
    Tag tag = tag(element);
    if (tag.inline != null) {
      return tag.inline;
    }
    if (tag.bytes > most) {
      throw new IOException("an element of " + tag.bytes + " bytes where " + most + " are enough");
    }
    byte[] content = new byte[(int) tag.bytes];
    readFully(element, content);
    element.skipNBytes((8 - tag.bytes % 8) % 8);
    return content;
  }

  /** A tag; a small element stands in the tag itself. */
  private Tag tag(InputStream element) throws IOException {
    int first = requireWord(element);
    if (first >>> 16 == 0) {
      return new Tag(first, Integer.toUnsignedLong(requireWord(element)), null);
    }
    int bytes = first >>> 16;
    byte[] inline = new byte[Integer.BYTES];
    readFully(element, inline);
    if (bytes > inline.length) {
      throw new IOException("a small element of " + bytes + " bytes");
    }
    return new Tag(first & 0xffff, bytes, Arrays.copyOf(inline, bytes));
  }

  private int requireWord(InputStream from) throws IOException {
    return word(from).orElseThrow(() -> new EOFException("end of data"));
  }

  private OptionalInt word(InputStream from) throws IOException {
    byte[] word = from.readNBytes(Integer.BYTES);
    if (word.length == 0) {
      return OptionalInt.empty();
    }
    if (word.length < Integer.BYTES) {
      throw new EOFException("end of data");
    }
    return OptionalInt.of(ByteBuffer.wrap(word).order(order).getInt());
  }

  private static void readFully(InputStream from, byte[] target) throws IOException {
    if (from.readNBytes(target, 0, target.length) < target.length) {
      throw new EOFException("end of data");
    }
  }

  private UserException damaged(String what) {
    return DataErrors.setup(file + ": " + what + ". Get the file again.");
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw DataErrors.unreadable(file, e);
    }
  }

  /** The bytes of one element of the file, so that no reader runs into the next. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long bytes) {
      super(in);
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
      int read = left == 0 ? -1 : in.read(target, from, (int) Math.min(count, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = in.skip(Math.min(count, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(in.available(), left);
    }

    @Override
    public void close() {
      // The file is closed by its owner.
    }
  }
}
