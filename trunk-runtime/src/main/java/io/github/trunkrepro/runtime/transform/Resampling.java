package io.github.trunkrepro.runtime.transform;

/**
 * One axis of a change of size that also smooths where it makes smaller. The arithmetic is that of
 * Pillow's resampling of bytes: weights as doubles, then in fixed point, so that every pixel is
 * Pillow's.
 *
 * @param size number of pixels that go in
 * @param first index of the first input pixel that an output pixel takes from
 * @param weights of the input pixels from there on, in units of 1 / 2^{@value #FRACTION_BITS}
 */
@SuppressWarnings("ArrayRecordComponent") // Tables of this package alone; nobody compares them.
record Resampling(int size, int[] first, int[][] weights) {
  private static final int FRACTION_BITS = 22;

  /** The tables for a change from one number of pixels to another. */
  static Resampling of(int from, int to, Interpolation interpolation) {
    double scale = (double) from / to;
    double perPixel = 1 / Math.max(scale, 1);
    double reach = interpolation.reach() * Math.max(scale, 1);
    int[] first = new int[to];
    int[][] weights = new int[to][];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int begin = Math.max((int) (centre - reach + 0.5), 0);
      int end = Math.min((int) (centre + reach + 0.5), from);
      first[i] = begin;
      weights[i] = fixedPoint(weights(begin, end - begin, centre, perPixel, interpolation));
    }
    return new Resampling(from, first, weights);
  }

  private static double[] weights(
      int begin, int count, double centre, double perPixel, Interpolation interpolation) {
    double[] weights = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      weights[i] = interpolation.weight((i + begin - centre + 0.5) * perPixel);
      sum += weights[i];
    }
    for (int i = 0; i < count; i++) {
      weights[i] = sum == 0 ? weights[i] : weights[i] / sum;
    }
    return weights;
  }

  private static int[] fixedPoint(double[] weights) {
    int[] fixed = new int[weights.length];
    for (int i = 0; i < fixed.length; i++) {
      double units = weights[i] * (1 << FRACTION_BITS);
      fixed[i] = (int) (units < 0 ? units - 0.5 : units + 0.5);
    }
    return fixed;
  }

  /**
   * Resamples one line.
   *
   * @param in index of the line's first pixel in the source
   * @param inStep from one pixel of the line to the next
   * @param out index of the first pixel in the target
   * @param outStep from one pixel there to the next
   */
  void apply(byte[] source, int in, int inStep, byte[] target, int out, int outStep) {
    for (int i = 0; i < first.length; i++) {
      int sum = 1 << (FRACTION_BITS - 1);
      int at = in + first[i] * inStep;
      for (int weight : weights[i]) {
        sum += Byte.toUnsignedInt(source[at]) * weight;
        at += inStep;
      }
      // Weights that were rounded up can add to a little more than one, and some are negative.
      target[out + i * outStep] = (byte) Math.min(Math.max(sum >> FRACTION_BITS, 0), 255);
    }
  }
}
