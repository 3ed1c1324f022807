package io.github.trunkrepro.runtime.sensitivity;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * Two settings over the same seeds: test accuracies, paired seed by seed.
 *
 * @param first labels on the axes
 * @param second labels on the axes
 * @param pairs number of seeds that have a result in both
 * @param meanDifference second minus first, -1..1
 * @param low lower end of the difference's 95 % interval (Student's t)
 * @param high upper end of the same
 * @param effectSize mean difference in standard deviations of the differences (Cohen's d for
 *     pairs); empty where all differences are equal: without a spread it is not defined
 * @param signedRank p of Wilcoxon's signed-rank test, two-sided; 1 where all differences are 0
 * @param signedRankAdjusted the same, adjusted for the number of comparisons (Holm 1979)
 * @param pairedT p of the paired t test, two-sided; empty where all differences are equal: without
 *     a spread there is no such test
 * @param pairedTAdjusted the same, adjusted for the number of comparisons that have one
 */
public record Comparison(
    Map<String, String> first,
    Map<String, String> second,
    int pairs,
    double meanDifference,
    double low,
    double high,
    OptionalDouble effectSize,
    double signedRank,
    double signedRankAdjusted,
    OptionalDouble pairedT,
    OptionalDouble pairedTAdjusted) {}
