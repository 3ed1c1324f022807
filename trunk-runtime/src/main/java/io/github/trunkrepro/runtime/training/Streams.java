package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.tree.NodePath;

/**
 * The named random streams of one phase of one node. A name says all that its numbers depend on, so
 * that no other node, thread or metric can change them.
 */
record Streams(long seed, NodePath node, Phase phase) {

  /** Initial values of a parameter, by its name in the state dict. */
  RandomStream initialization(String parameter) {
    return named("initialization", parameter);
  }

  /** Order of the training images in an epoch. */
  RandomStream shuffle(int epoch) {
    return named("epoch " + epoch, "shuffle");
  }

  /** Augmentation of a training image in an epoch. */
  RandomStream augmentation(int epoch, int position) {
    return named("epoch " + epoch, "augmentation", "image " + position);
  }

  /** Augmentation of a validation image, where a recipe asks for it, as the authors' does. */
  RandomStream validation(int epoch, int position) {
    return named("epoch " + epoch, "validation", "image " + position);
  }

  /** Dropout mask of a layer for a batch. */
  RandomStream dropout(int epoch, int batch, int layer) {
    return named("epoch " + epoch, "dropout", "batch " + batch, "layer " + layer);
  }

  /** Augmentation of an image while likelihoods are averaged, where the test transform draws. */
  RandomStream averageSoftmaxImage(int position) {
    return named("average softmax", "augmentation", "image " + position);
  }

  /** Dropout mask while likelihoods are averaged in training mode. */
  RandomStream averageSoftmaxDropout(int batch, int layer) {
    return named("average softmax", "dropout", "batch " + batch, "layer " + layer);
  }

  private RandomStream named(String... purpose) {
    String[] name = new String[purpose.length + 2];
    name[0] = node.id();
    name[1] = phase.label();
    System.arraycopy(purpose, 0, name, 2, purpose.length);
    return RandomStream.of(seed, name);
  }
}
