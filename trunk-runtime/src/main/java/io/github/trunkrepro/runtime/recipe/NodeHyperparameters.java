package io.github.trunkrepro.runtime.recipe;

/**
 * How a node is trained in its two phases, and the threshold between them.
 *
 * @param groupingVolatility classes i and j of k are joined when their average softmax likelihood
 *     exceeds {@code groupingVolatility / k}
 */
public record NodeHyperparameters(
    PhaseHyperparameters classPhase,
    PhaseHyperparameters groupingPhase,
    double groupingVolatility) {

  NodeHyperparameters withGroupingVolatility(double volatility) {
    return new NodeHyperparameters(classPhase, groupingPhase, volatility);
  }
}
