package io.github.trunkrepro.runtime.dataset;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds among many 64-bit hashes those within a Hamming distance. The bits are cut into one band
 * more than the distance, so that of two hashes that near one band at least is equal: only the
 * hashes that share a band are looked at. Immutable.
 */
final class HashIndex {
  private final long[] hashes;
  private final int distance;
  private final int bits;

  /** By band and value: the first hash that has it, and by band and hash: the next; -1 ends. */
  private final int[][] first;

  private final int[][] next;

  /**
   * An index.
   *
   * @param distance the most bits that may differ, 2 to 15
   */
  HashIndex(long[] hashes, int distance) {
    this.hashes = hashes;
    this.distance = distance;
    this.bits = (Long.SIZE + distance) / (distance + 1);
    this.first = new int[distance + 1][1 << bits];
    this.next = new int[distance + 1][hashes.length];
    for (int band = 0; band <= distance; band++) {
      Arrays.fill(first[band], -1);
      for (int i = hashes.length - 1; i >= 0; i--) {
        int value = value(hashes[i], band);
        next[band][i] = first[band][value];
        first[band][value] = i;
      }
    }
  }

  private int value(long hash, int band) {
    int shift = band * bits;
    return shift < Long.SIZE ? (int) (hash >>> shift) & ((1 << bits) - 1) : 0;
  }

  /** Indices of the hashes that are near, each once or more often. */
  IntStream near(long hash) {
    return IntStream.rangeClosed(0, distance)
        .flatMap(
            band ->
                IntStream.iterate(first[band][value(hash, band)], i -> i >= 0, i -> next[band][i]))
        .filter(i -> Long.bitCount(hash ^ hashes[i]) <= distance);
  }
}
