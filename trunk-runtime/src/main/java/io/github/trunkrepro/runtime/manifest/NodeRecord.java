package io.github.trunkrepro.runtime.manifest;

import java.util.List;
import java.util.Optional;

/**
 * A trained node.
 *
 * @param id {@link io.github.trunkrepro.runtime.tree.NodePath#id}
 * @param classes names, by class index
 * @param phases in the order in which they were trained
 * @param groups class names of each child
 * @param flat whether all classes fell into one group, so that the node kept its class phase's
 *     weights instead of repeating itself
 * @param likelihoods empty when the tree was given
 * @param parameters number of trainable values of the network that was kept
 * @param macs multiply-accumulates of that network for one image
 */
public record NodeRecord(
    String id,
    List<String> classes,
    List<PhaseRecord> phases,
    List<List<String>> groups,
    boolean flat,
    Optional<Likelihoods> likelihoods,
    long parameters,
    long macs) {

  /** A node with copies of the lists. */
  public NodeRecord {
    classes = List.copyOf(classes);
    phases = List.copyOf(phases);
    groups = groups.stream().map(List::copyOf).toList();
  }
}
