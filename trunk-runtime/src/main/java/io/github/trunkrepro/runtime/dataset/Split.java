package io.github.trunkrepro.runtime.dataset;

/** Which images of a training set train and which validate: indices, ascending, disjoint. */
public final class Split {
  private final int[] train;
  private final int[] validation;

  Split(int[] train, int[] validation) {
    this.train = train;
    this.validation = validation;
  }

  /** Indices of the images to train on, ascending. */
  public int[] train() {
    return train.clone();
  }

  /** Indices of the images to validate on, ascending. */
  public int[] validation() {
    return validation.clone();
  }
}
