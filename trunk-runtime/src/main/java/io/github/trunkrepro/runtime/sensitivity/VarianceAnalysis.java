package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.manifest.Accuracy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.statistics.distribution.FDistribution;

/**
 * Analysis of variance over a full grid, main effects only. Sums are of whole numbers, so a
 * residual that is 0 is exactly 0 and not a rounding that every axis would stand out against.
 */
final class VarianceAnalysis {
  private static final String RESIDUAL = "residual";

  private final List<VariantResult> variants;
  private final BigInteger count;

  /** Accuracies are these over the scale, in the order of the variants. */
  private final List<BigInteger> scores = new ArrayList<>();

  private final BigInteger sum;
  private final BigInteger scale;

  /** Analyses a full grid. */
  VarianceAnalysis(List<VariantResult> variants) {
    this.variants = variants;
    count = BigInteger.valueOf(variants.size());
    List<Accuracy> accuracies =
        variants.stream().map(variant -> variant.measures().orElseThrow().test()).toList();
    scale =
        accuracies.stream()
            .map(accuracy -> BigInteger.valueOf(accuracy.images()))
            .reduce(BigInteger.ONE, (a, b) -> a.multiply(b).divide(a.gcd(b)));
    for (Accuracy accuracy : accuracies) {
      scores.add(
          BigInteger.valueOf(accuracy.correct())
              .multiply(scale.divide(BigInteger.valueOf(accuracy.images()))));
    }
    sum = scores.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Whether every combination of the axes' values has one variant, and each a result. */
  static boolean isFullGrid(List<VariantResult> variants) {
    if (variants.isEmpty() || variants.stream().anyMatch(v -> v.measures().isEmpty())) {
      return false;
    }
    Set<String> axes = variants.get(0).settings().keySet();
    if (variants.stream().anyMatch(v -> !v.settings().keySet().equals(axes))) {
      return false;
    }
    long combinations = 1;
    for (String axis : axes) {
      combinations *= values(variants, axis);
      if (combinations > variants.size()) {
        return false;
      }
    }
    long different = variants.stream().map(VariantResult::settings).distinct().count();
    return combinations == variants.size() && different == variants.size();
  }

  private static long values(List<VariantResult> variants, String axis) {
    return variants.stream().map(variant -> variant.settings().get(axis)).distinct().count();
  }

  /** A line for each axis with several values, then the residual; empty without a residual. */
  List<VarianceSource> sources() {
    Map<String, BigInteger> squares = new LinkedHashMap<>();
    Map<String, Integer> degrees = new LinkedHashMap<>();
    BigInteger total = squares(scores, BigInteger.ONE);
    BigInteger residual = total;
    int residualDegrees = variants.size() - 1;
    for (String axis : variants.get(0).settings().keySet()) {
      List<BigInteger> sums = sums(axis);
      if (sums.size() > 1) {
        squares.put(axis, squares(sums, count.divide(BigInteger.valueOf(sums.size()))));
        degrees.put(axis, sums.size() - 1);
        residual = residual.subtract(squares.get(axis));
        residualDegrees -= sums.size() - 1;
      }
    }
    if (residualDegrees == 0) {
      return List.of();
    }
    double meanResidual = residual.doubleValue() / residualDegrees;
    List<VarianceSource> sources = new ArrayList<>();
    for (Map.Entry<String, Integer> axis : degrees.entrySet()) {
      BigInteger square = squares.get(axis.getKey());
      OptionalDouble f = OptionalDouble.empty();
      OptionalDouble p = OptionalDouble.empty();
      if (meanResidual > 0) {
        f = OptionalDouble.of(square.doubleValue() / axis.getValue() / meanResidual);
        p =
            OptionalDouble.of(
                FDistribution.of(axis.getValue(), residualDegrees)
                    .survivalProbability(f.getAsDouble()));
      }
      sources.add(source(axis.getKey(), axis.getValue(), square, total, f, p));
    }
    sources.add(
        source(
            RESIDUAL,
            residualDegrees,
            residual,
            total,
            OptionalDouble.empty(),
            OptionalDouble.empty()));
    return sources;
  }

  /** Sum of the scores at each value of an axis. */
  private List<BigInteger> sums(String axis) {
    Map<String, BigInteger> sums = new LinkedHashMap<>();
    for (int i = 0; i < scores.size(); i++) {
      sums.merge(variants.get(i).settings().get(axis), scores.get(i), BigInteger::add);
    }
    return List.copyOf(sums.values());
  }

  /**
   * Sum of squared distances from the mean, times the number of variants.
   *
   * @param each number of scores in each of the sums
   */
  private BigInteger squares(List<BigInteger> sums, BigInteger each) {
    return sums.stream()
        .map(part -> part.multiply(part))
        .reduce(BigInteger.ZERO, BigInteger::add)
        .multiply(count)
        .divide(each)
        .subtract(sum.multiply(sum));
  }

  private VarianceSource source(
      String axis,
      int degrees,
      BigInteger square,
      BigInteger total,
      OptionalDouble f,
      OptionalDouble p) {
    return new VarianceSource(
        axis,
        degrees,
        square.doubleValue() / count.multiply(scale).multiply(scale).doubleValue(),
        total.signum() == 0 ? 0 : square.doubleValue() / total.doubleValue(),
        f,
        p);
  }
}
