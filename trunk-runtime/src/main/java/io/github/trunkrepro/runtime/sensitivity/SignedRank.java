package io.github.trunkrepro.runtime.sensitivity;

import java.util.Arrays;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * Wilcoxon's signed-rank test, two-sided.
 *
 * <ul>
 *   <li>Differences of 0 are left out, as Wilcoxon did; where nothing is left, p is 1.
 *   <li>Up to {@value #EXACT} others p is exact. Equal sizes share the mean of their ranks, and p
 *       is then counted over all signs of these ranks.
 *   <li>For more, p is that of the normal distribution, corrected for ties and continuity.
 * </ul>
 */
final class SignedRank {
  /** The library's own bound. */
  private static final int EXACT = 50;

  private SignedRank() {}

  static double p(double[] differences) {
    double[] others = Arrays.stream(differences).filter(difference -> difference != 0).toArray();
    if (others.length == 0) {
      return 1;
    }
    WilcoxonSignedRankTest.Result result = WilcoxonSignedRankTest.withDefaults().test(others);
    // For ties the library approximates, however few there are: five equal differences have 0.04
    // there, but their signs agree by chance once in 16.
    return result.hasTiedValues() && others.length <= EXACT ? exact(others) : result.getPValue();
  }

  /** Over all signs of the ranks, which may be shared. */
  static double exact(double[] differences) {
    int[] ranks = Arrays.stream(differences).mapToInt(d -> doubledRank(d, differences)).toArray();
    int total = Arrays.stream(ranks).sum();
    // probability[s]: that the ranks with a positive sign sum to s
    double[] probability = new double[total + 1];
    probability[0] = 1;
    int positive = 0;
    for (int i = 0; i < ranks.length; i++) {
      for (int sum = total; sum >= 0; sum--) {
        double with = sum < ranks[i] ? 0 : probability[sum - ranks[i]];
        probability[sum] = (probability[sum] + with) / 2;
      }
      positive += differences[i] > 0 ? ranks[i] : 0;
    }
    double tail = Arrays.stream(probability, 0, Math.min(positive, total - positive) + 1).sum();
    return Math.min(1, 2 * tail);
  }

  /** Twice the mean of the ranks that the difference's size has: a whole number. */
  private static int doubledRank(double difference, double[] all) {
    double size = Math.abs(difference);
    long smaller = Arrays.stream(all).filter(other -> Math.abs(other) < size).count();
    long equal = Arrays.stream(all).filter(other -> Math.abs(other) == size).count();
    return Math.toIntExact(2 * smaller + equal + 1);
  }
}
