package io.github.trunkrepro.runtime.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What has to be known of a PNG file before it is decoded, and whether it is whole: Java's own
 * reader takes no notice of checksums and only warns of damaged data.
 */
final class PngHeader {
  private static final int MIN_CHUNK = 12;

  private PngHeader() {}

  /**
   * Checks the file.
   *
   * @throws IOException that says, for the user, why it is not taken
   */
  static void check(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).position(8);
    boolean ended = false;
    for (boolean first = true; !ended; first = false) {
      int at = bytes.position();
      long length = bytes.remaining() < MIN_CHUNK ? 0 : Integer.toUnsignedLong(bytes.getInt(at));
      if (bytes.remaining() < MIN_CHUNK + length) {
        throw new IOException("is cut off: expected a PNG chunk at byte " + at + ", found the end");
      }
      String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      CRC32 crc = new CRC32();
      crc.update(file, at + 4, (int) length + 4);
      if ((int) crc.getValue() != bytes.getInt(at + 8 + (int) length)) {
        throw new IOException("is damaged: wrong checksum of the PNG chunk at byte " + at);
      }
      if (first) {
        checkFormat(bytes, at + 8, type, length);
      } else if (type.equals("acTL")) {
        throw new IOException("is an animated PNG; take one image out of it");
      }
      ended = type.equals("IEND");
      bytes.position(at + MIN_CHUNK + (int) length);
    }
  }

  private static void checkFormat(ByteBuffer bytes, int at, String type, long length)
      throws IOException {
    if (!type.equals("IHDR") || length != 13) {
      throw new IOException("is damaged: a PNG file begins with an IHDR chunk of 13 bytes");
    }
    ImageDecoder.requireSize(
        Integer.toUnsignedLong(bytes.getInt(at)), Integer.toUnsignedLong(bytes.getInt(at + 4)));
    if (bytes.get(at + 8) == 16) {
      throw new IOException("has 16 bits a channel; save it with 8");
    }
  }
}
