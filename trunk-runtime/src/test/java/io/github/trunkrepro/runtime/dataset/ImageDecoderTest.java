package io.github.trunkrepro.runtime.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDecoderTest {
  private static final int[] COLOURS = {0xff000000, 0xffff0000, 0xff12ab7f, 0xffffffff};

  @TempDir private Path folder;

  @Test
  void coloursAndTheirLuma() throws IOException {
    byte[] file = encode("png", image(BufferedImage.TYPE_INT_RGB));
    assertThat(decode(file, 3).shape()).isEqualTo(new ImageShape(3, 2, 2));
    assertThat(decode(file, 3).pixels())
        .containsExactly(0, 0xff, 0x12, 0xff, 0, 0, 0xab, 0xff, 0, 0, 0x7f, 0xff);
    // Pillow's convert("L").
    assertThat(decode(file, 1).pixels()).containsExactly(0, 76, 120, 255);
  }

  @Test
  void paletteAndOpaqueAlphaAreColours() throws IOException {
    byte[] expected = decode(encode("png", image(BufferedImage.TYPE_INT_RGB)), 3).pixels();
    byte[] alpha = encode("png", image(BufferedImage.TYPE_INT_ARGB));
    assertThat(decode(alpha, 3).pixels()).isEqualTo(expected);
    IndexColorModel palette = new IndexColorModel(2, 4, COLOURS, 0, false, -1, 0);
    BufferedImage indexed = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_BINARY, palette);
    for (int i = 0; i < 4; i++) {
      indexed.getRaster().setSample(i % 2, i / 2, 0, i);
    }
    assertThat(decode(encode("png", indexed), 3).pixels()).isEqualTo(expected);
  }

  /** getRGB would make 188 of 128: Java takes grey values for light, not for sRGB. */
  @Test
  void greyIsTakenAsItIs() throws IOException {
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    byte[] expected = new byte[256];
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i % 16, i / 16, 0, i);
      expected[i] = (byte) i;
    }
    byte[] file = encode("png", grey);
    assertThat(decode(file, 1).pixels()).isEqualTo(expected);
    assertThat(Arrays.copyOfRange(decode(file, 3).pixels(), 512, 768)).isEqualTo(expected);
    BufferedImage flat = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      flat.getRaster().setSample(i % 16, i / 16, 0, 128);
    }
    assertThat(decode(encode("jpeg", flat), 1).pixels()).containsOnly(128);
  }

  @Test
  void jpegColours() throws IOException {
    BufferedImage red = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      red.setRGB(i % 16, i / 16, 0xc02040);
    }
    byte[] pixels = decode(encode("jpeg", red), 3).pixels();
    int[] expected = {0xc0, 0x20, 0x40};
    for (int i = 0; i < pixels.length; i++) {
      assertThat(Byte.toUnsignedInt(pixels[i]))
          .isBetween(expected[i / 256] - 3, expected[i / 256] + 3);
    }
  }

  @Test
  void transparency() throws IOException {
    BufferedImage glass = image(BufferedImage.TYPE_INT_ARGB);
    glass.setRGB(1, 0, 0xfe102030);
    assertThat(error(encode("png", glass)))
        .contains("is transparent, at row 0, column 1; save it on a background");
    IndexColorModel palette =
        new IndexColorModel(1, 2, new int[] {0xff000000, 0x00ffffff}, 0, true, -1, 0);
    BufferedImage indexed = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_BINARY, palette);
    indexed.getRaster().setSample(0, 1, 0, 1);
    assertThat(error(encode("png", indexed))).contains("transparent, at row 1, column 0");
  }

  @Test
  void sixteenBits() throws IOException {
    byte[] file = encode("png", new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY));
    assertThat(error(file)).contains("has 16 bits a channel; save it with 8");
  }

  @Test
  void animation() throws IOException {
    byte[] file = encode("png", image(BufferedImage.TYPE_INT_RGB));
    byte[] animated = inserted(file, 33, chunk("acTL", new byte[8]));
    assertThat(error(animated)).contains("is an animated PNG");
    assertThat(decode(inserted(file, 33, chunk("tEXt", new byte[] {'a', 0, 'b'})), 1).shape())
        .isEqualTo(new ImageShape(1, 2, 2));
  }

  @Test
  void hugeSizesAreRefusedBeforeAnythingIsAllocated() throws IOException {
    byte[] header = ByteBuffer.allocate(13).putInt(1 << 16).putInt(1 << 16).put((byte) 8).array();
    byte[] png = encode("png", image(BufferedImage.TYPE_INT_RGB));
    byte[] bomb =
        inserted(
            Arrays.copyOf(png, 8),
            8,
            chunk("IHDR", header),
            Arrays.copyOfRange(png, 33, png.length));
    assertThat(error(bomb)).contains("says that it is 65536x65536", "at most 67108864");
    byte[] jpeg = encode("jpeg", image(BufferedImage.TYPE_INT_RGB));
    int frame = frame(jpeg);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65_000).putShort(frame + 7, (short) 65_000);
    assertThat(error(jpeg)).contains("says that it is 65000x65000");
  }

  @Test
  void cutOffAnywhere() throws IOException {
    for (String format : new String[] {"png", "jpeg"}) {
      BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < 1600; i++) {
        image.setRGB(i % 40, i / 40, i * i * 31);
      }
      byte[] file = encode(format, image);
      for (int length = 1; length < file.length - 1; length++) {
        assertThat(error(Arrays.copyOf(file, length)))
            .as("%s, %d of %d bytes", format, length, file.length)
            .containsAnyOf("is cut off", "is damaged", "is neither a PNG nor a JPEG");
      }
    }
    assertThat(error(new byte[0])).contains("is empty");
  }

  @Test
  void damageAnywhereInAPngIsSeen() throws IOException {
    byte[] file = encode("png", image(BufferedImage.TYPE_INT_RGB));
    for (int i = 0; i < file.length; i++) {
      byte[] damaged = file.clone();
      damaged[i] ^= 0x10;
      assertThat(error(damaged)).as("byte %d", i).isNotEmpty();
    }
  }

  @Test
  void exifOrientation() throws IOException {
    byte[] file = encode("jpeg", image(BufferedImage.TYPE_INT_RGB));
    assertThat(error(inserted(file, 2, exif(true, 6))))
        .contains("has EXIF orientation 6", "rotate");
    assertThat(error(inserted(file, 2, exif(false, 3)))).contains("has EXIF orientation 3");
    assertThat(decode(inserted(file, 2, exif(true, 1)), 3).pixels())
        .isEqualTo(decode(file, 3).pixels());
    byte[] outside = exif(false, 8);
    outside[14] = 0x7f;
    assertThat(decode(inserted(file, 2, outside), 3)).isNotNull();
  }

  @Test
  void fourChannelJpeg() throws IOException {
    byte[] file = encode("jpeg", image(BufferedImage.TYPE_INT_RGB));
    file[frame(file) + 9] = 4;
    assertThat(error(file)).contains("is a CMYK or YCCK JPEG; save it as RGB");
    file[frame(file) + 9] = 3;
    file[frame(file) + 4] = 12;
    assertThat(error(file)).contains("has 12 bits a channel");
  }

  @Test
  void otherFormats() throws IOException {
    assertThat(error(encode("gif", image(BufferedImage.TYPE_INT_RGB))))
        .contains("is neither a PNG nor a JPEG file");
    assertThat(catchThrowable(() -> new ImageDecoder(1).decode(folder)))
        .hasMessageContaining("is not a file");
  }

  static BufferedImage image(int type) {
    BufferedImage image = new BufferedImage(2, 2, type);
    for (int i = 0; i < 4; i++) {
      image.setRGB(i % 2, i / 2, COLOURS[i]);
    }
    return image;
  }

  static byte[] encode(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private RawImage decode(byte[] bytes, int channels) throws IOException {
    Path file = folder.resolve("image");
    DataFixtures.write(file, bytes);
    return new ImageDecoder(channels).decode(file);
  }

  private String error(byte[] bytes) {
    Throwable thrown = catchThrowable(() -> decode(bytes, 3));
    assertThat(thrown).isInstanceOf(IOException.class);
    return thrown.getMessage();
  }

  /** Offset of the frame header's marker. */
  private static int frame(byte[] jpeg) {
    for (int i = 2; ; i += 2 + Short.toUnsignedInt(ByteBuffer.wrap(jpeg).getShort(i + 2))) {
      if (jpeg[i + 1] == (byte) 0xc0) {
        return i;
      }
    }
  }

  private static byte[] chunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + content.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private static byte[] exif(boolean little, int orientation) {
    ByteBuffer segment = ByteBuffer.allocate(36).putShort((short) 0xffe1).putShort((short) 34);
    segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    segment.order(little ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN);
    segment.put((byte) (little ? 'I' : 'M')).put((byte) (little ? 'I' : 'M'));
    segment.putShort((short) 42).putInt(8).putShort((short) 1);
    segment.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    segment.putShort((short) orientation).putShort((short) 0);
    return segment.array();
  }

  private static byte[] inserted(byte[] file, int at, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, at);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    out.write(file, at, file.length - at);
    return out.toByteArray();
  }
}
