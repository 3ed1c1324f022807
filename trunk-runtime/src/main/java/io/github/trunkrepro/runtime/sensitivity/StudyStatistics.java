package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.sensitivity.VariantResult.Measures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.TTest;

/**
 * Statistics of a study's test accuracies. No number of it is ever NaN or infinite.
 *
 * <p>Differences are exact fractions, so a tie is a tie.
 */
public final class StudyStatistics {
  private static final String SEED = "seed";

  private StudyStatistics() {}

  /**
   * Variants that differ in the seed alone, taken together; in a study without seeds, all. Variants
   * that failed are left out, and groups of nothing else.
   */
  public static List<GroupSummary> groups(List<VariantResult> variants) {
    boolean seeded = variants.stream().anyMatch(variant -> variant.settings().containsKey(SEED));
    Map<Map<String, String>, List<Measures>> groups = new LinkedHashMap<>();
    for (VariantResult variant : variants) {
      Map<String, String> settings = seeded ? withoutSeed(variant) : Map.of();
      variant
          .measures()
          .ifPresent(
              measures -> groups.computeIfAbsent(settings, s -> new ArrayList<>()).add(measures));
    }
    List<GroupSummary> summaries = new ArrayList<>();
    groups.forEach((settings, measures) -> summaries.add(summary(settings, measures)));
    return summaries;
  }

  private static GroupSummary summary(Map<String, String> settings, List<Measures> measures) {
    double[] accuracies = measures.stream().mapToDouble(m -> Sample.value(m.test())).toArray();
    Map<String, Integer> trees = new LinkedHashMap<>();
    measures.forEach(m -> trees.merge(m.tree(), 1, Integer::sum));
    Sample sample = Sample.of(accuracies);
    boolean several = sample.size() > 1;
    return new GroupSummary(
        settings,
        sample.size(),
        sample.mean(),
        several ? OptionalDouble.of(sample.deviation()) : OptionalDouble.empty(),
        several ? OptionalDouble.of(sample.mean() - sample.reach()) : OptionalDouble.empty(),
        several ? OptionalDouble.of(sample.mean() + sample.reach()) : OptionalDouble.empty(),
        Arrays.stream(accuracies).min().orElseThrow(),
        Arrays.stream(accuracies).max().orElseThrow(),
        Collections.unmodifiableMap(trees));
  }

  /** Differences of two groups, one for each seed that both have. */
  private record Pairs(
      Map<String, String> first, Map<String, String> second, List<Double> differences) {
    double[] numbers() {
      return differences.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /**
   * Every two groups that share at least two seeds with results, the earlier one first. The family
   * for Holm's adjustment is all of these, for each test by itself.
   */
  public static List<Comparison> comparisons(List<VariantResult> variants) {
    List<Pairs> pairs = pairs(variants);
    double[] signedRank = pairs.stream().mapToDouble(p -> SignedRank.p(p.numbers())).toArray();
    double[] signedRankAdjusted = holm(signedRank);
    List<OptionalDouble> pairedT = pairs.stream().map(p -> pairedT(p.numbers())).toList();
    Iterator<Double> pairedTAdjusted =
        Arrays.stream(holm(pairedT.stream().flatMapToDouble(OptionalDouble::stream).toArray()))
            .iterator();
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Sample sample = Sample.of(pairs.get(i).numbers());
      comparisons.add(
          new Comparison(
              pairs.get(i).first,
              pairs.get(i).second,
              sample.size(),
              sample.mean(),
              sample.mean() - sample.reach(),
              sample.mean() + sample.reach(),
              effectSize(sample),
              signedRank[i],
              signedRankAdjusted[i],
              pairedT.get(i),
              pairedT.get(i).isPresent()
                  ? OptionalDouble.of(pairedTAdjusted.next())
                  : OptionalDouble.empty()));
    }
    return comparisons;
  }

  private static List<Pairs> pairs(List<VariantResult> variants) {
    Map<Map<String, String>, Map<String, Accuracy>> groups = new LinkedHashMap<>();
    for (VariantResult variant : variants) {
      String seed = variant.settings().get(SEED);
      if (seed != null && variant.measures().isPresent()) {
        groups
            .computeIfAbsent(withoutSeed(variant), settings -> new LinkedHashMap<>())
            .put(seed, variant.measures().get().test());
      }
    }
    List<Map<String, String>> settings = List.copyOf(groups.keySet());
    List<Pairs> pairs = new ArrayList<>();
    for (int i = 0; i < settings.size(); i++) {
      for (int j = i + 1; j < settings.size(); j++) {
        List<Double> differences =
            differences(groups.get(settings.get(i)), groups.get(settings.get(j)));
        if (differences.size() > 1) {
          pairs.add(new Pairs(settings.get(i), settings.get(j), differences));
        }
      }
    }
    return pairs;
  }

  private static List<Double> differences(
      Map<String, Accuracy> first, Map<String, Accuracy> second) {
    return first.entrySet().stream()
        .filter(entry -> second.containsKey(entry.getKey()))
        .map(entry -> Sample.difference(entry.getValue(), second.get(entry.getKey())))
        .toList();
  }

  private static OptionalDouble effectSize(Sample differences) {
    return differences.deviation() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(differences.mean() / differences.deviation());
  }

  /** Two-sided p; empty where the differences have no spread, because there is no test then. */
  private static OptionalDouble pairedT(double[] differences) {
    Sample sample = Sample.of(differences);
    return sample.deviation() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            TTest.withDefaults()
                .test(sample.mean(), sample.deviation() * sample.deviation(), sample.size())
                .getPValue());
  }

  /** Holm's step-down adjustment of a family of p values, in their order. */
  static double[] holm(double[] p) {
    int[] ascending =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double highest = 0;
    for (int rank = 0; rank < p.length; rank++) {
      highest = Math.max(highest, Math.min(1, (p.length - rank) * p[ascending[rank]]));
      adjusted[ascending[rank]] = highest;
    }
    return adjusted;
  }

  /**
   * What each axis, the seed included, has of the spread: main effects only. Empty where the
   * variants are no full grid with one result for each combination, or where fewer than two axes
   * have several values, so that nothing is left for a residual.
   */
  public static List<VarianceSource> sources(List<VariantResult> variants) {
    return VarianceAnalysis.isFullGrid(variants)
        ? new VarianceAnalysis(variants).sources()
        : List.of();
  }

  private static Map<String, String> withoutSeed(VariantResult variant) {
    Map<String, String> settings = new LinkedHashMap<>(variant.settings());
    settings.remove(SEED);
    return Collections.unmodifiableMap(settings);
  }
}
