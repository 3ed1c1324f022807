package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.tree.ClassTree;
import java.util.List;

/**
 * A trained tree.
 *
 * @param nodes every node with a network, parents before children, children in the order of outputs
 * @param timings what each phase cost, in the order of nodes
 */
public record TrainedTree(ClassTree tree, List<TrainedNode> nodes, List<PhaseTiming> timings) {
  public TrainedTree {
    nodes = List.copyOf(nodes);
    timings = List.copyOf(timings);
  }
}
