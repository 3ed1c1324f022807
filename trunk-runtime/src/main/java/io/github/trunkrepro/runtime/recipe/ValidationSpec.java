package io.github.trunkrepro.runtime.recipe;

/**
 * The validation split.
 *
 * @param from where its images come from
 * @param fraction share of each class's training images, for {@link From#TRAIN}
 * @param split batches and transforms
 */
public record ValidationSpec(From from, double fraction, SplitSpec split) {

  /** Source of the validation images. */
  public enum From {
    /** Taken out of the training set, class by class, by the seed. */
    TRAIN,
    /** The test set, as the authors did: the test accuracy is then selected on. */
    TEST
  }
}
