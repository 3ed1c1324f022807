package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.tree.ClassSet;
import java.util.List;

/**
 * A unit of work: one phase of one node. It is plain data. Its bits depend on nothing but the
 * recipe, the images, and what the node cache has of the node's ancestors.
 *
 * @param key SHA-256 of all that they depend on, ancestors' weights and images among it: who does
 *     the work computes it anew, and refuses inputs that are not those
 * @param node {@link io.github.trunkrepro.runtime.tree.NodePath#id}
 * @param outputs the classes behind each output, in the order of the outputs
 */
public record PhaseUnit(String key, String node, Phase phase, List<ClassSet> outputs) {

  /** A unit with a copy of the list. */
  public PhaseUnit {
    outputs = List.copyOf(outputs);
  }
}
