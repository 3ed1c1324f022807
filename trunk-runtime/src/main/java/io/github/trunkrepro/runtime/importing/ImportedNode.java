package io.github.trunkrepro.runtime.importing;

import io.github.trunkrepro.runtime.network.Counts;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.util.Map;

/**
 * A node as it was read and verified.
 *
 * @param weights by state-dict name
 * @param likelihoods k×k float32: mean softmax (column) over a class's training images (row)
 * @param groupingVolatility with which the likelihoods give the node's groups
 */
record ImportedNode(
    AuthorsTree.Node node,
    Map<String, Tensor> weights,
    Tensor likelihoods,
    double groupingVolatility,
    Counts counts) {}
