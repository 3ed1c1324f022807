package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.recipe.PhaseHyperparameters;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * One phase of one node, to be trained.
 *
 * @param name how the node is shown
 * @param input shape of the node's input
 * @param outputs the classes behind each output, in the order of the outputs
 */
record PhaseTask(
    NodePath node,
    String name,
    Phase phase,
    BackboneSpec backbone,
    ImageShape input,
    PhaseHyperparameters hyperparameters,
    List<ClassSet> outputs,
    NodeInputs train,
    NodeInputs validation) {

  PhaseTask {
    outputs = List.copyOf(outputs);
  }

  /** Maps a class index of the data set to the output that stands for it. */
  IntUnaryOperator targetOf() {
    Map<Integer, Integer> target = new HashMap<>();
    for (int output = 0; output < outputs.size(); output++) {
      for (int label : outputs.get(output).indices()) {
        target.put(label, output);
      }
    }
    return target::get;
  }
}
