package io.github.trunkrepro.runtime.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A stream of random numbers with a name. Two streams of the same seed and name give the same
 * numbers, on any machine and thread, whatever else was drawn; streams of other names are
 * independent. There is no other source of randomness in the project.
 *
 * <p>Not thread-safe: each purpose has its own stream.
 */
public final class RandomStream {
  private final long key;
  private final long counterHigh;
  private final int[] block = new int[4];
  private long counterLow;
  private int used = 4;

  private RandomStream(long key, long counterHigh) {
    this.key = key;
    this.counterHigh = counterHigh;
  }

  /** The stream of this seed and name, a path such as node, phase, epoch, purpose. */
  public static RandomStream of(long seed, String... name) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
    for (String part : name) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      sha256.update(bytes);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
    return new RandomStream(digest.getLong(), digest.getLong());
  }

  /** 32 random bits. */
  public int nextInt() {
    if (used == 4) {
      Philox.block(counterLow++, counterHigh, key, block, 0);
      used = 0;
    }
    return block[used++];
  }

  /**
   * Fills the array with what as many calls of {@link #nextInt()} would give. A processor computes
   * several blocks at a time here, which one call after the other keeps it from.
   */
  public void nextInts(int[] numbers) {
    int i = 0;
    while (i < numbers.length && used < 4) {
      numbers[i++] = nextInt();
    }
    for (; i + 4 <= numbers.length; i += 4) {
      Philox.block(counterLow++, counterHigh, key, numbers, i);
    }
    while (i < numbers.length) {
      numbers[i++] = nextInt();
    }
  }

  /** Uniform in 0 (inclusive) to bound (exclusive), without bias (Lemire's method). */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive: " + bound);
    }
    long product = Integer.toUnsignedLong(nextInt()) * bound;
    int low = (int) product;
    if (Integer.compareUnsigned(low, bound) < 0) {
      int threshold = Integer.remainderUnsigned(-bound, bound);
      while (Integer.compareUnsigned(low, threshold) < 0) {
        product = Integer.toUnsignedLong(nextInt()) * bound;
        low = (int) product;
      }
    }
    return (int) (product >>> 32);
  }

  /** Uniform in 0 (inclusive) to 1 (exclusive), one of 2^24 values. */
  public float nextFloat() {
    return (nextInt() >>> 8) * 0x1.0p-24f;
  }

  /** Uniform in 0 (inclusive) to 1 (exclusive), one of 2^53 values. */
  public double nextDouble() {
    long high = Integer.toUnsignedLong(nextInt()) >>> 6;
    long low = Integer.toUnsignedLong(nextInt()) >>> 5;
    return ((high << 27) + low) * 0x1.0p-53;
  }

  /** Normal with mean 0 and standard deviation 1 (Box and Muller). */
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /** Shuffles in place, every order equally likely (Fisher and Yates). */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }
}
