package io.github.trunkrepro.runtime.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What has to be known of a JPEG file before it is decoded. */
final class JpegHeader {
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int ORIENTATION = 0x0112;

  private JpegHeader() {}

  /**
   * Checks the file.
   *
   * @throws IOException that says, for the user, why it is not taken
   */
  static void check(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int at = 2;
    while (true) {
      while (at + 1 < file.length && file[at] == (byte) 0xff && file[at + 1] == (byte) 0xff) {
        at++; // Any number of fill bytes may stand before a marker.
      }
      if (at + 4 > file.length) {
        throw cutOff(at);
      }
      int marker = Byte.toUnsignedInt(file[at + 1]);
      int length = Short.toUnsignedInt(bytes.getShort(at + 2));
      if (file[at] != (byte) 0xff || length < 2) {
        throw new IOException("is damaged: expected a JPEG marker at byte " + at);
      }
      if (at + 2 + length > file.length) {
        throw cutOff(at);
      }
      if (marker == 0xe1) {
        requireUpright(bytes.slice(at + 4, length - 2));
      } else if (isFrame(marker)) {
        checkFrame(bytes, at + 4, length - 2);
        return;
      }
      at += 2 + length;
    }
  }

  private static IOException cutOff(int at) {
    return new IOException("is cut off: expected a JPEG segment at byte " + at + ", found the end");
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static void checkFrame(ByteBuffer bytes, int at, int length) throws IOException {
    if (length < 6) {
      throw new IOException("is damaged: its JPEG frame header is too short, at byte " + at);
    }
    ImageDecoder.requireSize(
        Short.toUnsignedLong(bytes.getShort(at + 3)), Short.toUnsignedLong(bytes.getShort(at + 1)));
    int bits = bytes.get(at);
    int components = bytes.get(at + 5);
    if (bits != 8) {
      throw new IOException("has " + bits + " bits a channel; save it with 8");
    }
    if (components == 4) {
      throw new IOException("is a CMYK or YCCK JPEG; save it as RGB");
    }
    if (components != 1 && components != 3) {
      throw new IOException("has " + components + " channels; expected 1 or 3");
    }
  }

  /** Reads the first directory of the TIFF structure in an EXIF segment. */
  private static void requireUpright(ByteBuffer segment) throws IOException {
    int start = EXIF.length;
    if (segment.capacity() < start + 8 || !segment.slice(0, start).equals(ByteBuffer.wrap(EXIF))) {
      return;
    }
    ByteBuffer tiff = segment.slice(start, segment.capacity() - start);
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(tiff.getInt(4));
    if (directory + 2 > tiff.capacity()) {
      return;
    }
    int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
    for (int i = 0; i < entries && directory + 14 + 12L * i <= tiff.capacity(); i++) {
      int entry = (int) directory + 2 + 12 * i;
      int value = Short.toUnsignedInt(tiff.getShort(entry + 8));
      if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION && value != 1) {
        throw new IOException(
            "has EXIF orientation "
                + value
                + ", which viewers rotate and this does not: rotate"
                + " its pixels first (for example with exiftran -a) or remove the tag");
      }
    }
  }
}
