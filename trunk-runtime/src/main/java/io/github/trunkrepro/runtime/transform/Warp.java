package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import java.util.Arrays;

/**
 * Affine moves of an image whose bytes are Pillow's ({@code Image.transform}): pixel (x, y) of the
 * result comes from (a x + b y + c, d x + e y + f) of the input, all taken at pixel centres.
 */
final class Warp {
  private static final int FIXED_ONE = 1 << 16;

  private Warp() {}

  /**
   * Moves.
   *
   * @param matrix a, b, c, d, e, f
   * @param fill one byte for each channel, for what comes from outside
   */
  static RawImage apply(RawImage image, double[] matrix, Interpolation interpolation, int[] fill) {
    ImageShape shape = image.shape();
    byte[] pixels =
        switch (interpolation) {
          case NEAREST -> nearest(image, matrix, shape, fill);
          case BILINEAR -> smooth(image, matrix, fill, 2);
          case BICUBIC -> smooth(image, matrix, fill, 4);
          case BOX, HAMMING, LANCZOS ->
              throw new IllegalArgumentException(interpolation + " is for changes of size only");
        };
    return new RawImage(shape, pixels);
  }

  /** The nearest pixel, into an image of another size too. */
  static byte[] nearest(RawImage image, double[] m, ImageShape result, int[] fill) {
    return m[1] == 0 && m[3] == 0 ? scaled(image, m, result, fill) : turned(image, m, result, fill);
  }

  /** Rows stay rows: Pillow adds up in floating point. */
  private static byte[] scaled(RawImage image, double[] m, ImageShape result, int[] fill) {
    ImageShape shape = image.shape();
    int[] rows = positions(m[5], m[4], result.height(), shape.height());
    int[] columns = positions(m[2], m[0], result.width(), shape.width());
    byte[] out = filled(result, fill);
    int to = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row : rows) {
        int start = (channel * shape.height() + row) * shape.width();
        if (row >= 0) {
          for (int x = 0; x < columns.length; x++) {
            if (columns[x] >= 0) {
              out[to + x] = image.pixels()[start + columns[x]];
            }
          }
        }
        to += columns.length;
      }
    }
    return out;
  }

  private static int[] positions(double offset, double step, int count, int size) {
    int[] positions = new int[count];
    double at = offset + step * 0.5;
    for (int i = 0; i < count; i++) {
      positions[i] = at < 0 || at >= size ? -1 : (int) at;
      at += step;
    }
    return positions;
  }

  /** Pillow adds up in fixed point with 16 bits behind the point. */
  private static byte[] turned(RawImage image, double[] m, ImageShape result, int[] fill) {
    ImageShape shape = image.shape();
    int inPlane = shape.height() * shape.width();
    int outPlane = result.height() * result.width();
    int xStep = fixed(m[0]);
    int yStep = fixed(m[3]);
    int xRow = fixed(m[2] + m[0] * 0.5 + m[1] * 0.5);
    int yRow = fixed(m[5] + m[3] * 0.5 + m[4] * 0.5);
    int xRowStep = fixed(m[1]);
    int yRowStep = fixed(m[4]);
    byte[] pixels = image.pixels();
    byte[] out = filled(result, fill);
    int to = 0;
    for (int row = 0; row < result.height(); row++) {
      int x = xRow;
      int y = yRow;
      for (int column = 0; column < result.width(); column++) {
        int fromX = x >> 16;
        int fromY = y >> 16;
        if (fromX >= 0 && fromX < shape.width() && fromY >= 0 && fromY < shape.height()) {
          int from = fromY * shape.width() + fromX;
          for (int channel = 0; channel < shape.channels(); channel++) {
            out[channel * outPlane + to] = pixels[channel * inPlane + from];
          }
        }
        to++;
        x += xStep;
        y += yStep;
      }
      xRow += xRowStep;
      yRow += yRowStep;
    }
    return out;
  }

  private static int fixed(double value) {
    return (int) Math.floor(value * FIXED_ONE + 0.5);
  }

  /**
   * Interpolates between pixels.
   *
   * @param taps pixels along each side that a result is made of: 2 or 4
   */
  private static byte[] smooth(RawImage image, double[] m, int[] fill, int taps) {
    ImageShape shape = image.shape();
    byte[] out = filled(shape, fill);
    int plane = shape.height() * shape.width();
    int[] columns = new int[taps];
    int to = 0;
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++, to++) {
        double x = m[0] * (column + 0.5) + m[1] * (row + 0.5) + m[2];
        double y = m[3] * (column + 0.5) + m[4] * (row + 0.5) + m[5];
        if (x < 0 || x >= shape.width() || y < 0 || y >= shape.height()) {
          continue;
        }
        int left = (int) Math.floor(x - 0.5);
        int top = (int) Math.floor(y - 0.5);
        double right = x - 0.5 - left;
        double down = y - 0.5 - top;
        for (int i = 0; i < taps; i++) {
          columns[i] = Math.min(Math.max(left + i - taps / 2 + 1, 0), shape.width() - 1);
        }
        for (int channel = 0; channel < shape.channels(); channel++) {
          Plane of = new Plane(image, channel * plane);
          double value =
              taps == 2
                  ? of.linear(columns, top, right, down)
                  : of.cubic(columns, top, right, down);
          out[channel * plane + to] = (byte) (int) Math.min(Math.max(value, 0), 255);
        }
      }
    }
    return out;
  }

  /** One channel of an image; rows beyond its lower border repeat what was made of the last. */
  private record Plane(RawImage image, int start) {
    double linear(int[] columns, int top, double right, double down) {
      double first = line(columns, Math.max(top, 0), right);
      double second = inside(top + 1) ? line(columns, top + 1, right) : first;
      return first + (second - first) * down;
    }

    double cubic(int[] columns, int top, double right, double down) {
      int first = Math.min(Math.max(top - 1, 0), image.shape().height() - 1);
      double v1 = line(columns, first, right);
      double v2 = inside(top) ? line(columns, top, right) : v1;
      double v3 = inside(top + 1) ? line(columns, top + 1, right) : v2;
      double v4 = inside(top + 2) ? line(columns, top + 2, right) : v3;
      return cubic(v1, v2, v3, v4, down);
    }

    private boolean inside(int row) {
      return row >= 0 && row < image.shape().height();
    }

    private double line(int[] columns, int row, double right) {
      int at = start + row * image.shape().width();
      double a = value(at + columns[0]);
      double b = value(at + columns[1]);
      return columns.length == 2
          ? a + (b - a) * right
          : cubic(a, b, value(at + columns[2]), value(at + columns[3]), right);
    }

    private int value(int index) {
      return Byte.toUnsignedInt(image.pixels()[index]);
    }

    private static double cubic(double a, double b, double c, double d, double at) {
      double p2 = -a + c;
      double p3 = 2 * (a - b) + c - d;
      double p4 = -a + b - c + d;
      return b + at * (p2 + at * (p3 + at * p4));
    }
  }

  private static byte[] filled(ImageShape shape, int[] fill) {
    byte[] pixels = new byte[shape.values()];
    int plane = shape.height() * shape.width();
    for (int channel = 0; channel < shape.channels(); channel++) {
      if (fill[channel] != 0) {
        Arrays.fill(pixels, channel * plane, (channel + 1) * plane, (byte) fill[channel]);
      }
    }
    return pixels;
  }
}
