package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.recipe.RandomSeeds;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.tree.NodePath;

/**
 * The named random streams of one phase of one node. A name says all that its numbers depend on, so
 * that no other node, thread or metric can change them.
 */
record Streams(RandomSeeds seeds, NodePath node, Phase phase) {

  /** The streams of a recipe. */
  Streams(Recipe recipe, NodePath node, Phase phase) {
    this(recipe.randomSeeds(), node, phase);
  }

  /** Initial values of a parameter, by its name in the state dict. */
  RandomStream initialization(String parameter) {
    return named(seeds.initialization(), "initialization", parameter);
  }

  /** Order of the training images in an epoch. */
  RandomStream shuffle(int epoch) {
    return named(seeds.shuffle(), "epoch " + epoch, "shuffle");
  }

  /** Augmentation of a training image in an epoch. */
  RandomStream augmentation(int epoch, int position) {
    return named(seeds.augmentation(), "epoch " + epoch, "augmentation", "image " + position);
  }

  /** Augmentation of a validation image, where a recipe asks for it, as the authors' does. */
  RandomStream validation(int epoch, int position) {
    return named(seeds.augmentation(), "epoch " + epoch, "validation", "image " + position);
  }

  /** Dropout mask of a layer for a batch. */
  RandomStream dropout(int epoch, int batch, int layer) {
    return named(seeds.dropout(), "epoch " + epoch, "dropout", "batch " + batch, "layer " + layer);
  }

  /** Augmentation of an image while likelihoods are averaged, where the test transform draws. */
  RandomStream averageSoftmaxImage(int position) {
    return named(seeds.augmentation(), "average softmax", "augmentation", "image " + position);
  }

  /** Dropout mask while likelihoods are averaged in training mode. */
  RandomStream averageSoftmaxDropout(int batch, int layer) {
    return named(seeds.dropout(), "average softmax", "dropout", "batch " + batch, "layer " + layer);
  }

  private RandomStream named(long seed, String... purpose) {
    String[] name = new String[purpose.length + 2];
    name[0] = node.id();
    name[1] = phase.label();
    System.arraycopy(purpose, 0, name, 2, purpose.length);
    return RandomStream.of(seed, name);
  }
}
