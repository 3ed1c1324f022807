package io.github.trunkrepro.runtime.network;

/** The numbers that {@code golden_network.py} uses for weights, inputs and masks. */
final class Pattern {
  private static final long MASK = 0xFFFFFFFFL;

  private Pattern() {}

  /** {@code pattern(count, salt, scale)}. */
  static float[] of(long count, long salt, double scale) {
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      long mixed = ((i + 1) * 2654435761L + salt * 40503) & MASK;
      mixed = ((mixed ^ (mixed >>> 15)) * 2246822519L) & MASK;
      mixed = ((mixed ^ (mixed >>> 13)) * 3266489917L) & MASK;
      values[i] = (float) ((mixed / 0x1p32 * 2 - 1) * scale);
    }
    return values;
  }
}
