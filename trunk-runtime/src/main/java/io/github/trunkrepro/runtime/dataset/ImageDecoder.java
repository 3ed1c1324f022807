package io.github.trunkrepro.runtime.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG and JPEG files of 8 bits a channel with the JDK's own readers. Thread-safe.
 *
 * <p>Values are taken from the raster as they are stored. {@code BufferedImage.getRGB} would send
 * grey values through a gamma curve, and colours through the profile that the file names.
 */
public final class ImageDecoder {
  private static final long MAX_PIXELS = 64L << 20;
  private static final long MAX_BYTES = 1L << 29;
  private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
  private static final String JDK_READERS = "com.sun.imageio.";

  private final int channels;

  /**
   * A decoder.
   *
   * @param channels of the images that come out: 1 (luma of colours, ITU-R 601-2) or 3 (grey
   *     becomes three equal channels)
   */
  public ImageDecoder(int channels) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels: " + channels);
    }
    this.channels = channels;
  }

  /**
   * Decodes a file.
   *
   * @throws IOException whose message says, after the file's name, why it is not taken and what to
   *     do
   */
  public RawImage decode(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("does not exist, or is not a file");
    }
    long size = Files.size(file);
    if (size == 0) {
      throw new IOException("is empty");
    }
    if (size > MAX_BYTES) {
      throw new IOException("has " + size + " bytes; expected at most " + MAX_BYTES);
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length >= Long.BYTES && first8(bytes) == PNG_SIGNATURE) {
      PngHeader.check(bytes);
      return pixels(read("png", bytes));
    }
    if (bytes.length >= 3 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8) {
      JpegHeader.check(bytes);
      return pixels(read("jpeg", bytes));
    }
    throw new IOException("is neither a PNG nor a JPEG file, whatever its name is");
  }

  private static long first8(byte[] bytes) {
    return java.nio.ByteBuffer.wrap(bytes).getLong();
  }

  /** Refuses sizes that only a damaged or hostile file has, before anything is allocated. */
  static void requireSize(long width, long height) throws IOException {
    if (width < 1 || height < 1 || width > MAX_PIXELS / height) {
      throw new IOException(
          "says that it is "
              + width
              + "x"
              + height
              + " (width x height): expected at least one"
              + " pixel and at most "
              + MAX_PIXELS
              + "; scale it first");
    }
  }

  /** The image; what the reader would only warn of is an error. */
  private static BufferedImage read(String format, byte[] bytes) throws IOException {
    ImageReader reader = newReader(format);
    String[] warning = new String[1];
    reader.addIIOReadWarningListener((source, text) -> warning[0] = text);
    BufferedImage image;
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      image = reader.read(0);
    } catch (IOException | RuntimeException e) {
      // Readers also throw what their arithmetic on damaged bytes ends in.
      throw new IOException("is damaged or cut off (" + e.getMessage() + ")", e);
    } finally {
      reader.dispose();
    }
    if (warning[0] != null) {
      throw new IOException("is damaged or cut off (" + warning[0] + ")");
    }
    return image;
  }

  /** The JDK's reader, whatever other readers lie on the class path. */
  private static ImageReader newReader(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith(JDK_READERS)) {
        return reader;
      }
    }
    throw new IllegalStateException("this Java has no reader for " + format);
  }

  private RawImage pixels(BufferedImage image) throws IOException {
    int width = image.getWidth();
    int height = image.getHeight();
    int plane = width * height;
    int[] row = new int[width];
    byte[] pixels = new byte[Math.multiplyExact(channels, plane)];
    for (int y = 0; y < height; y++) {
      rgb(image, y, row);
      for (int x = 0; x < width; x++) {
        int red = row[x] >> 16 & 0xff;
        int green = row[x] >> 8 & 0xff;
        int blue = row[x] & 0xff;
        int at = y * width + x;
        if (channels == 1) {
          // Weights of ITU-R 601-2 in 16-bit fixed point.
          pixels[at] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
        } else {
          pixels[at] = (byte) red;
          pixels[plane + at] = (byte) green;
          pixels[2 * plane + at] = (byte) blue;
        }
      }
    }
    return new RawImage(new ImageShape(channels, height, width), pixels);
  }

  /** One row, each pixel as 0xAARRGGBB; only opaque ones are taken. */
  private static void rgb(BufferedImage image, int y, int[] row) throws IOException {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    int bands = raster.getNumBands();
    int[] samples = raster.getPixels(0, y, row.length, 1, (int[]) null);
    for (int x = 0; x < row.length; x++) {
      int at = x * bands;
      if (model instanceof IndexColorModel palette) {
        row[x] = palette.getRGB(samples[at]);
      } else {
        boolean grey = bands < 3;
        int alpha = bands % 2 == 0 ? samples[at + bands - 1] : 0xff;
        int green = samples[grey ? at : at + 1];
        int blue = samples[grey ? at : at + 2];
        row[x] = alpha << 24 | samples[at] << 16 | green << 8 | blue;
      }
      if (row[x] >>> 24 != 0xff) {
        throw new IOException(
            "is transparent, at row "
                + y
                + ", column "
                + x
                + "; save it on a background, without transparency");
      }
    }
  }
}
