package io.github.trunkrepro.runtime.tree;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Agreement of two partitions of the same positions, corrected for chance (L. Hubert and P. Arabie,
 * Comparing partitions, Journal of Classification 2, 1985).
 */
public final class AdjustedRand {
  private AdjustedRand() {}

  /**
   * The index: 1 for equal partitions, 0 on average for partitions drawn by chance with groups of
   * these sizes, below 0 where they agree less than that.
   *
   * @param first groups of positions, in any order
   * @param second the same positions in other groups
   * @throws IllegalArgumentException when a position repeats, or is in one partition alone
   */
  public static double of(List<List<Integer>> first, List<List<Integer>> second) {
    Set<Integer> positions = positions(first);
    if (!positions.equals(positions(second))) {
      throw new IllegalArgumentException("not of the same positions: " + first + ", " + second);
    }
    Map<Integer, Integer> groupInFirst = new HashMap<>();
    for (int group = 0; group < first.size(); group++) {
      for (int position : first.get(group)) {
        groupInFirst.put(position, group);
      }
    }
    long together = 0;
    for (List<Integer> group : second) {
      int[] shared = new int[first.size()];
      group.forEach(position -> shared[groupInFirst.get(position)]++);
      for (int size : shared) {
        together += pairs(size);
      }
    }
    long inFirst = pairsWithin(first);
    long inSecond = pairsWithin(second);
    long all = pairs(positions.size());
    // Whole numbers up to the division: equal partitions are then exactly 1.
    long aboveChance = 2 * (together * all - inFirst * inSecond);
    long most = (inFirst + inSecond) * all - 2 * inFirst * inSecond;
    // Both are one group, or both are single positions; chance can give nothing else.
    return most == 0 ? 1 : (double) aboveChance / most;
  }

  private static Set<Integer> positions(List<List<Integer>> groups) {
    Set<Integer> positions = new HashSet<>();
    groups.forEach(
        group ->
            group.forEach(
                position -> {
                  if (!positions.add(position)) {
                    throw new IllegalArgumentException(position + " is twice in " + groups);
                  }
                }));
    return positions;
  }

  private static long pairsWithin(List<List<Integer>> groups) {
    return groups.stream().mapToLong(group -> pairs(group.size())).sum();
  }

  private static long pairs(long size) {
    return size * (size - 1) / 2;
  }
}
