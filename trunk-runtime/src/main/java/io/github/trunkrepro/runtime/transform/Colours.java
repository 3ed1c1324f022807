package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;

/** Changes of a pixel that look at its channels or its neighbours; the bytes are Pillow's. */
final class Colours {
  private Colours() {}

  /** Luma (ITU-R 601-2) in as many equal channels as asked for. */
  static RawImage grey(RawImage image, int channels) {
    byte[] luma = luma(image);
    ImageShape shape = image.shape();
    byte[] out = new byte[luma.length * channels];
    for (int channel = 0; channel < channels; channel++) {
      System.arraycopy(luma, 0, out, channel * luma.length, luma.length);
    }
    return new RawImage(new ImageShape(channels, shape.height(), shape.width()), out);
  }

  private static byte[] luma(RawImage image) {
    byte[] pixels = image.pixels();
    if (image.shape().channels() == 1) {
      return pixels;
    }
    int plane = image.shape().height() * image.shape().width();
    byte[] luma = new byte[plane];
    for (int i = 0; i < plane; i++) {
      int red = Byte.toUnsignedInt(pixels[i]);
      int green = Byte.toUnsignedInt(pixels[plane + i]);
      int blue = Byte.toUnsignedInt(pixels[2 * plane + i]);
      luma[i] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    }
    return luma;
  }

  /** Away from the mean of the luma, or towards it. */
  static RawImage contrast(RawImage image, double factor) {
    long sum = 0;
    byte[] luma = luma(image);
    for (byte value : luma) {
      sum += Byte.toUnsignedInt(value);
    }
    int mean = (int) ((double) sum / luma.length + 0.5);
    return Tones.mapped(image, value -> Tones.blend(mean, value, (float) factor));
  }

  /** Away from the luma, or towards it. */
  static RawImage saturation(RawImage image, double factor) {
    if (image.shape().channels() == 1) {
      return image;
    }
    byte[] luma = luma(image);
    byte[] pixels = image.pixels();
    byte[] out = new byte[pixels.length];
    for (int start = 0; start < pixels.length; start += luma.length) {
      for (int i = 0; i < luma.length; i++) {
        out[start + i] = blend(luma[i], pixels[start + i], (float) factor);
      }
    }
    return new RawImage(image.shape(), out);
  }

  private static byte blend(byte from, byte to, float factor) {
    return (byte) Tones.blend(Byte.toUnsignedInt(from), Byte.toUnsignedInt(to), factor);
  }

  /** Away from the image smoothed over 3x3 pixels, or towards it; the border is not smoothed. */
  static RawImage sharpness(RawImage image, double factor) {
    ImageShape shape = image.shape();
    byte[] pixels = image.pixels();
    byte[] out = pixels.clone();
    int width = shape.width();
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 1; y < shape.height() - 1; y++) {
        int row = (channel * shape.height() + y) * width;
        for (int i = row + 1; i < row + width - 1; i++) {
          out[i] = blend((byte) smoothed(pixels, i, width), pixels[i], (float) factor);
        }
      }
    }
    return new RawImage(shape, out);
  }

  /** In Pillow's order of float32 operations: the row below first. */
  private static int smoothed(byte[] pixels, int at, int width) {
    float outer = 1f / 13;
    float sum = 0.5f;
    sum += line(pixels, at + width, outer, outer);
    sum += line(pixels, at, outer, 5f / 13);
    sum += line(pixels, at - width, outer, outer);
    return (int) Math.min(sum, 255);
  }

  private static float line(byte[] pixels, int at, float outer, float middle) {
    return Byte.toUnsignedInt(pixels[at - 1]) * outer
        + Byte.toUnsignedInt(pixels[at]) * middle
        + Byte.toUnsignedInt(pixels[at + 1]) * outer;
  }

  /**
   * Turns the hue.
   *
   * @param turn part of a whole turn, from -0.5 to 0.5
   */
  static RawImage hue(RawImage image, double turn) {
    if (image.shape().channels() == 1) {
      return image;
    }
    int shift = (int) (turn * 255);
    byte[] pixels = image.pixels();
    int plane = pixels.length / 3;
    byte[] out = new byte[pixels.length];
    for (int i = 0; i < plane; i++) {
      int red = Byte.toUnsignedInt(pixels[i]);
      int green = Byte.toUnsignedInt(pixels[plane + i]);
      int blue = Byte.toUnsignedInt(pixels[2 * plane + i]);
      int value = Math.max(red, Math.max(green, blue));
      int least = Math.min(red, Math.min(green, blue));
      int saturation = value == least ? 0 : (int) ((float) (value - least) / value * 255.0);
      int hue = value == least ? 0 : hue(red, green, blue, value, value - least);
      int rgb = rgb((hue + shift) & 255, saturation, value);
      out[i] = (byte) (rgb >> 16);
      out[plane + i] = (byte) (rgb >> 8);
      out[2 * plane + i] = (byte) rgb;
    }
    return new RawImage(image.shape(), out);
  }

  /** Hue as a byte, float32 and double where Pillow has them. */
  private static int hue(int red, int green, int blue, int value, int range) {
    float r = (float) (value - red) / range;
    float g = (float) (value - green) / range;
    float b = (float) (value - blue) / range;
    float sixth;
    if (red == value) {
      sixth = b - g;
    } else if (green == value) {
      sixth = (float) (2.0 + r - b);
    } else {
      sixth = (float) (4.0 + g - r);
    }
    float hue = (float) ((sixth / 6.0 + 1.0) % 1.0);
    return Math.min((int) (hue * 255.0), 255);
  }

  private static int rgb(int hue, int saturation, int value) {
    if (saturation == 0) {
      return value << 16 | value << 8 | value;
    }
    float share = (float) (saturation / 255.0);
    int sector = (int) Math.floor(hue * 6.0 / 255.0);
    float rest = (float) (hue * 6.0 / 255.0 - (float) sector);
    int p = (int) Math.floor((float) value * (1.0 - share) + 0.5);
    int q = (int) Math.floor((float) value * (1.0 - share * rest) + 0.5);
    int t = (int) Math.floor((float) value * (1.0 - share * (1.0 - rest)) + 0.5);
    return switch (sector % 6) {
      case 0 -> packed(value, t, p);
      case 1 -> packed(q, value, p);
      case 2 -> packed(p, value, t);
      case 3 -> packed(p, q, value);
      case 4 -> packed(t, p, value);
      default -> packed(value, p, q);
    };
  }

  private static int packed(int red, int green, int blue) {
    return Math.min(red, 255) << 16 | Math.min(green, 255) << 8 | Math.min(blue, 255);
  }
}
