package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.Digests;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Finds test images that stand in the training set too, as they are or nearly. Nearly: the
 * perceptual hashes differ in few bits, which finds candidates quickly, and the pixels correlate,
 * which two pictures of the same simple thing do not.
 */
public final class Leakage {
  /** Bits of 63 in which the perceptual hashes of near-duplicates differ at most. */
  static final int DISTANCE = 4;

  /** Least correlation of the pixels of near-duplicates: brightness and contrast do not count. */
  static final double CORRELATION = 0.98;

  /** Half of a SHA-256: enough to tell images apart, and a third of the memory. */
  private record Key(long high, long low) {}

  private record Hashes(Key exact, PerceptualHash.Pair near) {}

  private final Dataset dataset;
  private final Map<Key, Integer> exact = new HashMap<>();
  private final HashIndex near;

  private Leakage(Dataset dataset, Hashes[] train) {
    this.dataset = dataset;
    for (int i = 0; i < train.length; i++) {
      exact.putIfAbsent(train[i].exact(), i);
    }
    near =
        new HashIndex(Arrays.stream(train).mapToLong(h -> h.near().upright()).toArray(), DISTANCE);
  }

  /** Compares every test image with all training images, as they were read. */
  public static LeakageReport find(Dataset dataset) {
    Leakage leakage = new Leakage(dataset, hashes(dataset.train()));
    Hashes[] test = hashes(dataset.test());
    List<LeakageReport.Pair> found =
        IntStream.range(0, test.length)
            .parallel()
            .mapToObj(i -> leakage.twin(i, test[i]))
            .flatMap(Optional::stream)
            .toList();
    return new LeakageReport(
        dataset.test().size(),
        found.stream().filter(pair -> pair.correlation().isEmpty()).toList(),
        found.stream().filter(pair -> pair.correlation().isPresent()).toList());
  }

  private Optional<LeakageReport.Pair> twin(int test, Hashes hashes) {
    Integer same = exact.get(hashes.exact());
    if (same != null) {
      return Optional.of(pair(test, same, Optional.empty(), false));
    }
    byte[] pixels = pixels(dataset.test(), test);
    Optional<LeakageReport.Pair> upright = nearest(test, pixels, hashes.near().upright(), false);
    mirror(pixels, dataset.test().shape().width());
    Optional<LeakageReport.Pair> mirrored = nearest(test, pixels, hashes.near().mirrored(), true);
    return correlation(mirrored) > correlation(upright) ? mirrored : upright;
  }

  private static double correlation(Optional<LeakageReport.Pair> pair) {
    return pair.flatMap(LeakageReport.Pair::correlation).orElse(0.0);
  }

  /** The training image that correlates most, if it does so enough; of equals the first. */
  private Optional<LeakageReport.Pair> nearest(
      int test, byte[] pixels, long hash, boolean mirrored) {
    byte[] candidate = new byte[pixels.length];
    int best = -1;
    double highest = CORRELATION;
    for (int train : near.near(hash).sorted().distinct().toArray()) {
      dataset.train().read(train, candidate);
      double correlation = correlation(pixels, candidate);
      if (correlation > highest) {
        highest = correlation;
        best = train;
      }
    }
    return best < 0
        ? Optional.empty()
        : Optional.of(pair(test, best, Optional.of(highest), mirrored));
  }

  /** Pearson's; 0 where one of the two is of one colour. Exact sums, so that no order matters. */
  private static double correlation(byte[] a, byte[] b) {
    long sumA = 0;
    long sumB = 0;
    long squaresA = 0;
    long squaresB = 0;
    long products = 0;
    for (int i = 0; i < a.length; i++) {
      int x = Byte.toUnsignedInt(a[i]);
      int y = Byte.toUnsignedInt(b[i]);
      sumA += x;
      sumB += y;
      squaresA += (long) x * x;
      squaresB += (long) y * y;
      products += (long) x * y;
    }
    double n = a.length;
    double varianceA = n * squaresA - (double) sumA * sumA;
    double varianceB = n * squaresB - (double) sumB * sumB;
    double covariance = n * products - (double) sumA * sumB;
    return varianceA == 0 || varianceB == 0
        ? 0
        : covariance / (StrictMath.sqrt(varianceA) * StrictMath.sqrt(varianceB));
  }

  private static void mirror(byte[] pixels, int width) {
    for (int row = 0; row < pixels.length; row += width) {
      for (int i = 0; i < width / 2; i++) {
        byte left = pixels[row + i];
        pixels[row + i] = pixels[row + width - 1 - i];
        pixels[row + width - 1 - i] = left;
      }
    }
  }

  private LeakageReport.Pair pair(
      int test, int train, Optional<Double> correlation, boolean mirrored) {
    return new LeakageReport.Pair(
        image(dataset.test(), test), image(dataset.train(), train), correlation, mirrored);
  }

  private LeakageReport.Image image(ImageSet images, int index) {
    return new LeakageReport.Image(
        index, dataset.classNames().get(images.label(index)), images.file(index));
  }

  private static byte[] pixels(ImageSet images, int index) {
    byte[] pixels = new byte[images.shape().values()];
    images.read(index, pixels);
    return pixels;
  }

  private static Hashes[] hashes(ImageSet images) {
    PerceptualHash near = new PerceptualHash(images.shape());
    IntFunction<Hashes> hash =
        index -> {
          byte[] pixels = pixels(images, index);
          ByteBuffer digest = ByteBuffer.wrap(Digests.newSha256().digest(pixels));
          return new Hashes(new Key(digest.getLong(), digest.getLong()), near.of(pixels));
        };
    return IntStream.range(0, images.size()).parallel().mapToObj(hash).toArray(Hashes[]::new);
  }
}
