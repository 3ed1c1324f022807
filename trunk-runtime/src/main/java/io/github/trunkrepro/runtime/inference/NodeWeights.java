package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What one node needs to route.
 *
 * @param outputs the classes behind each output; a set of several classes is a child
 * @param weights by state-dict name
 */
public record NodeWeights(NodePath path, List<ClassSet> outputs, Map<String, Tensor> weights) {
  public NodeWeights {
    outputs = List.copyOf(outputs);
  }
}
