package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Draws images by the seed, class by class. Each class has its own random stream: what is drawn of
 * one does not depend on the others, and a smaller draw is part of every larger one.
 */
public final class Splits {
  private Splits() {}

  /**
   * Takes validation images out of a training set: of each class the nearest whole number to {@code
   * fraction} of its images, but at least one and not all of them. A class of a single image keeps
   * it for training.
   *
   * @param fraction between 0 and 1, both exclusive
   */
  public static Split validation(ImageSet train, double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("fraction must be between 0 and 1: " + fraction);
    }
    boolean[] taken = new boolean[train.size()];
    for (int[] members : byClass(train)) {
      int wanted = (int) Math.round(members.length * fraction);
      int count = Math.min(Math.max(wanted, 1), members.length - 1);
      take(members, count, taken, seed, "validation", train);
    }
    return new Split(where(taken, false), where(taken, true));
  }

  /** Indices, ascending, of at most so many images of each class. */
  static int[] perClass(ImageSet images, int count, long seed, Part part) {
    if (count < 1) {
      throw new IllegalArgumentException("perClass must be positive: " + count);
    }
    boolean[] taken = new boolean[images.size()];
    for (int[] members : byClass(images)) {
      take(members, Math.min(count, members.length), taken, seed, "subset " + part, images);
    }
    return where(taken, true);
  }

  private static void take(
      int[] members, int count, boolean[] taken, long seed, String purpose, ImageSet images) {
    if (members.length == 0) {
      return;
    }
    String label = String.valueOf(images.label(members[0]));
    RandomStream.of(seed, "dataset", purpose, label).shuffle(members);
    for (int i = 0; i < count; i++) {
      taken[members[i]] = true;
    }
  }

  /** Indices of each class's images, ascending. */
  private static int[][] byClass(ImageSet images) {
    int[] counts = counts(images);
    int[][] members = new int[counts.length][];
    Arrays.setAll(members, label -> new int[counts[label]]);
    int[] filled = new int[counts.length];
    for (int i = 0; i < images.size(); i++) {
      int label = images.label(i);
      members[label][filled[label]++] = i;
    }
    return members;
  }

  /** Number of images of each class, up to the last that has any. */
  static int[] counts(ImageSet images) {
    int classes = IntStream.range(0, images.size()).map(images::label).max().orElse(-1) + 1;
    int[] counts = new int[classes];
    for (int i = 0; i < images.size(); i++) {
      counts[images.label(i)]++;
    }
    return counts;
  }

  private static int[] where(boolean[] taken, boolean value) {
    return IntStream.range(0, taken.length).filter(i -> taken[i] == value).toArray();
  }
}
