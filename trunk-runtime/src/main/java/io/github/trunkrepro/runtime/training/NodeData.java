package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.tree.ClassSet;

/**
 * The images of one node: to train on, to validate on, and the training images as the test
 * transform shows them, over which likelihoods are averaged.
 */
record NodeData(SplitInputs train, SplitInputs validation, SplitInputs likelihood)
    implements AutoCloseable {

  /** The same for a child, whose images are a part of these. */
  NodeData child(ClassSet classes, Network parent, NDManager manager, FeatureCache cache) {
    SplitInputs childTrain = train.child(classes, parent, manager, cache);
    return new NodeData(
        childTrain,
        validation.child(classes, parent, manager, cache),
        likelihood.equals(train) ? childTrain : likelihood.child(classes, parent, manager, cache));
  }

  @Override
  public void close() {
    train.inputs().close();
    validation.inputs().close();
    likelihood.inputs().close();
  }
}
