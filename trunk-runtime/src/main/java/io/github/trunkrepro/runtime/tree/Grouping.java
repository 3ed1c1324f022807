package io.github.trunkrepro.runtime.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which classes of a node are put together, because its network takes one for the other.
 *
 * <p>Classes i &lt; j of k are joined when {@code ASL[i][j] > GV / k}, GV the grouping volatility,
 * and so is whatever hangs together by such pairs. Only the upper triangle counts: images of the
 * class that comes first. This is the limit of the draws in the authors' code, without a random
 * number.
 */
public final class Grouping {
  private Grouping() {}

  /**
   * A pair of classes of a node, as positions.
   *
   * @param value ASL of {@code j} over the images of {@code i}; i &lt; j
   * @param margin value minus threshold; above 0 the pair is joined
   */
  public record Pair(int i, int j, double value, double margin) {}

  /** What a likelihood must exceed for a pair of {@code k} classes to be joined. */
  public static double threshold(int k, double groupingVolatility) {
    return groupingVolatility / k;
  }

  /** Groups of a node's classes, as {@link #groups(double[][], double)} finds them. */
  public static List<List<Integer>> groups(AverageSoftmax asl, double groupingVolatility) {
    return groups(asl.means(), groupingVolatility);
  }

  /**
   * Groups of positions 0 to k-1.
   *
   * @param asl k rows of k likelihoods
   * @return a partition; positions ascend in a group, groups by their first position
   * @throws IllegalArgumentException when the matrix is not square or holds {@code NaN}
   */
  public static List<List<Integer>> groups(double[][] asl, double groupingVolatility) {
    Partition partition = new Partition(asl.length);
    for (Pair pair : margins(asl, groupingVolatility)) {
      if (pair.margin() > 0) {
        partition.join(pair.i(), pair.j());
      }
    }
    return partition.groups();
  }

  /**
   * Every pair i &lt; j, row by row, with its distance from the threshold. The sign of a margin is
   * exact: it is 0 only for a likelihood that equals the threshold.
   *
   * @throws IllegalArgumentException when the matrix is not square or holds {@code NaN}
   */
  public static List<Pair> margins(double[][] asl, double groupingVolatility) {
    double threshold = threshold(asl.length, groupingVolatility);
    if (asl.length > 0 && !(threshold > 0)) {
      throw new IllegalArgumentException(
          "grouping volatility must be above 0: " + groupingVolatility);
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < asl.length; i++) {
      if (asl[i].length != asl.length) {
        throw new IllegalArgumentException(
            "the matrix must be square: row %d has %d of %d values"
                .formatted(i, asl[i].length, asl.length));
      }
      for (int j = i + 1; j < asl.length; j++) {
        double margin = asl[i][j] - threshold;
        if (Double.isNaN(margin)) {
          throw new IllegalArgumentException("likelihood [%d][%d] is NaN".formatted(i, j));
        }
        pairs.add(new Pair(i, j, asl[i][j], margin));
      }
    }
    return pairs;
  }

  /** The pairs nearest to the threshold, nearest first: where the tree is least certain. */
  public static List<Pair> nearest(double[][] asl, double groupingVolatility, int limit) {
    return margins(asl, groupingVolatility).stream()
        .sorted(Comparator.comparingDouble(pair -> Math.abs(pair.margin())))
        .limit(limit)
        .toList();
  }
}
