package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.Grouping;
import java.util.List;
import java.util.Optional;

/**
 * The average softmax likelihoods of a node that matter to its groups.
 *
 * @param k number of the node's classes
 * @param groupingVolatility as the recipe has it for this node
 * @param threshold what a pair's likelihood must exceed to join the pair
 * @param pairs those of at least half the threshold, in the order of the matrix
 */
public record Likelihoods(
    int k, double groupingVolatility, double threshold, List<PairLikelihood> pairs) {
  private static final double KEPT_FROM = 0.5;

  /** Likelihoods with a copy of the list. */
  public Likelihoods {
    pairs = List.copyOf(pairs);
  }

  /**
   * A pair of classes, by name.
   *
   * @param value mean softmax of {@code second} over the training images of {@code first}
   * @param images number of these images
   */
  public record PairLikelihood(
      String first, String second, double value, int images, double standardError) {}

  /** The likelihoods of a node. */
  public static Likelihoods of(AverageSoftmax asl, double groupingVolatility) {
    double threshold = Grouping.threshold(asl.k(), groupingVolatility);
    return new Likelihoods(
        asl.k(),
        groupingVolatility,
        threshold,
        Grouping.margins(asl.means(), groupingVolatility).stream()
            .filter(pair -> pair.value() >= KEPT_FROM * threshold)
            .map(
                pair ->
                    new PairLikelihood(
                        asl.className(pair.i()),
                        asl.className(pair.j()),
                        pair.value(),
                        asl.count(pair.i()),
                        asl.standardError(pair.i(), pair.j())))
            .toList());
  }

  /** The pair with these names; empty when its likelihood is below all that are kept. */
  public Optional<PairLikelihood> pair(String first, String second) {
    return pairs.stream()
        .filter(pair -> pair.first().equals(first) && pair.second().equals(second))
        .findFirst();
  }

  /** Pairs that are not kept have a likelihood below this. */
  public double keptFrom() {
    return KEPT_FROM * threshold;
  }
}
