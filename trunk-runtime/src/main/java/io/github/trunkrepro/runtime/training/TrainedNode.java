package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node whose training is done.
 *
 * @param input shape of its input
 * @param outputs the classes behind each output of its network; a set of several classes is a child
 * @param oneGroup whether grouping would have put all its classes into one group, so that it stays
 *     flat
 * @param weights of the phase that routes, by state-dict name
 * @param phases what was trained, in order
 * @param likelihoods of its class phase; empty where a given tree made that phase needless
 * @param groupingVolatility that was applied to them
 */
public record TrainedNode(
    NodePath path,
    ImageShape input,
    List<ClassSet> outputs,
    boolean oneGroup,
    Map<String, Tensor> weights,
    List<PhaseRecord> phases,
    Optional<AverageSoftmax> likelihoods,
    double groupingVolatility) {

  public TrainedNode {
    outputs = List.copyOf(outputs);
    phases = List.copyOf(phases);
  }

  /** Digest of {@link #weights}. */
  public String weightsDigest() {
    return phases.get(phases.size() - 1).weightsDigest();
  }
}
