package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.RawImage;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Changes of a byte's value that look at no other pixel; the bytes are Pillow's. */
final class Tones {
  private static final int BYTES = 256;

  private Tones() {}

  /** 255 - value. */
  static RawImage invert(RawImage image) {
    return mapped(image, value -> 255 - value);
  }

  /** Keeps so many of the highest bits. */
  static RawImage posterize(RawImage image, int bits) {
    int mask = -(1 << (8 - bits));
    return mapped(image, value -> value & mask);
  }

  /** Inverts values from the threshold on. */
  static RawImage solarize(RawImage image, double threshold) {
    return mapped(image, value -> value < threshold ? value : 255 - value);
  }

  /** Times a factor. */
  static RawImage brightness(RawImage image, double factor) {
    return mapped(image, value -> blend(0, value, (float) factor));
  }

  /** Stretches each channel from its least to its greatest value over all bytes. */
  static RawImage autoContrast(RawImage image) {
    return byChannel(image, Tones::stretch);
  }

  /** Makes each channel's values equally frequent, as far as they go. */
  static RawImage equalize(RawImage image) {
    return byChannel(image, Tones::equal);
  }

  /** Pillow's blend of two values, which goes beyond them for factors above 1 and below 0. */
  static int blend(int from, int to, float factor) {
    float value = from + factor * (to - from);
    return value <= 0 ? 0 : value >= 255 ? 255 : (int) value;
  }

  /** The same table for every channel. */
  static RawImage mapped(RawImage image, IntUnaryOperator tone) {
    byte[] table = new byte[BYTES];
    for (int value = 0; value < BYTES; value++) {
      table[value] = (byte) tone.applyAsInt(value);
    }
    byte[] out = new byte[image.pixels().length];
    map(image.pixels(), table, out, 0, out.length);
    return new RawImage(image.shape(), out);
  }

  private static void map(byte[] pixels, byte[] table, byte[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = table[Byte.toUnsignedInt(pixels[i])];
    }
  }

  private interface TableOfCounts {
    void fill(int[] counts, byte[] table);
  }

  private static RawImage byChannel(RawImage image, TableOfCounts maker) {
    byte[] pixels = image.pixels();
    byte[] out = new byte[pixels.length];
    int plane = image.shape().height() * image.shape().width();
    byte[] table = new byte[BYTES];
    int[] counts = new int[BYTES];
    for (int start = 0; start < pixels.length; start += plane) {
      Arrays.fill(counts, 0);
      for (int i = start; i < start + plane; i++) {
        counts[Byte.toUnsignedInt(pixels[i])]++;
      }
      maker.fill(counts, table);
      map(pixels, table, out, start, start + plane);
    }
    return new RawImage(image.shape(), out);
  }

  private static void identity(byte[] table) {
    for (int value = 0; value < BYTES; value++) {
      table[value] = (byte) value;
    }
  }

  private static void stretch(int[] counts, byte[] table) {
    int low = 0;
    while (counts[low] == 0) {
      low++;
    }
    int high = BYTES - 1;
    while (counts[high] == 0) {
      high--;
    }
    if (high == low) {
      identity(table);
      return;
    }
    double scale = 255.0 / (high - low);
    double offset = -low * scale;
    for (int value = 0; value < BYTES; value++) {
      table[value] = (byte) Math.min(Math.max((int) (value * scale + offset), 0), 255);
    }
  }

  private static void equal(int[] counts, byte[] table) {
    int last = BYTES - 1;
    while (counts[last] == 0) {
      last--;
    }
    int pixels = 0;
    for (int count : counts) {
      pixels += count;
    }
    int step = (pixels - counts[last]) / 255;
    if (step == 0) {
      identity(table);
      return;
    }
    int sum = step / 2;
    for (int value = 0; value < BYTES; value++) {
      table[value] = (byte) Math.min(sum / step, 255);
      sum += counts[value];
    }
  }
}
