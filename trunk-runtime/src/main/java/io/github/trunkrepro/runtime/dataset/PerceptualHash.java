package io.github.trunkrepro.runtime.dataset;

import java.util.Arrays;

/**
 * A hash that similar images have nearly in common (pHash): of the image's brightness, which of the
 * lowest frequencies of its cosine transform are above their median. Bit 8v + u stands for
 * frequency u along a row and v along a column; bit 0, the mean brightness, is always 0. Immutable.
 */
final class PerceptualHash {
  private static final int FREQUENCIES = 8;

  private final ImageShape shape;
  private final double[][] alongRow;
  private final double[][] alongColumn;

  /** A hash for images of one shape. */
  PerceptualHash(ImageShape shape) {
    this.shape = shape;
    this.alongRow = cosines(shape.width());
    this.alongColumn = cosines(shape.height());
  }

  /** The hash of an image, and that of its mirror image. */
  record Pair(long upright, long mirrored) {}

  private static double[][] cosines(int side) {
    double[][] cosines = new double[FREQUENCIES][side];
    for (int frequency = 0; frequency < FREQUENCIES; frequency++) {
      for (int i = 0; i < side; i++) {
        cosines[frequency][i] = StrictMath.cos((2 * i + 1) * frequency * Math.PI / (2.0 * side));
      }
    }
    return cosines;
  }

  /** Hashes the pixels of an image (channel, row, column). */
  Pair of(byte[] pixels) {
    double[] coefficients = new double[FREQUENCIES * FREQUENCIES];
    double[] brightness = new double[shape.width()];
    for (int row = 0; row < shape.height(); row++) {
      brightness(pixels, row, brightness);
      for (int u = 0; u < FREQUENCIES; u++) {
        double sum = 0;
        for (int column = 0; column < brightness.length; column++) {
          sum += brightness[column] * alongRow[u][column];
        }
        for (int v = 0; v < FREQUENCIES; v++) {
          coefficients[v * FREQUENCIES + u] += sum * alongColumn[v][row];
        }
      }
    }
    long upright = bits(coefficients);
    // To mirror an image is to change the sign of its odd frequencies.
    for (int i = 1; i < coefficients.length; i += 2) {
      coefficients[i] = -coefficients[i];
    }
    return new Pair(upright, bits(coefficients));
  }

  private void brightness(byte[] pixels, int row, double[] result) {
    int plane = shape.height() * shape.width();
    for (int column = 0; column < result.length; column++) {
      int sum = 0;
      for (int channel = 0; channel < shape.channels(); channel++) {
        sum += Byte.toUnsignedInt(pixels[channel * plane + row * result.length + column]);
      }
      result[column] = sum;
    }
  }

  private static long bits(double[] coefficients) {
    double[] sorted = Arrays.copyOfRange(coefficients, 1, coefficients.length);
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    long bits = 0;
    for (int i = 1; i < coefficients.length; i++) {
      bits |= coefficients[i] > median ? 1L << i : 0;
    }
    return bits;
  }
}
