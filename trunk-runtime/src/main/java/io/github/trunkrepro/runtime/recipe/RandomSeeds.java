package io.github.trunkrepro.runtime.recipe;

/**
 * A seed for each kind of random number in training, so that one can be varied while the others
 * stay. The recipe's seed still draws the data set's images and the validation split.
 *
 * @param initialization of initial weights
 * @param shuffle of the order of the training images
 * @param augmentation of random transforms
 * @param dropout of dropout masks
 */
public record RandomSeeds(long initialization, long shuffle, long augmentation, long dropout) {

  /** The same seed for all. */
  static RandomSeeds all(long seed) {
    return new RandomSeeds(seed, seed, seed, seed);
  }
}
