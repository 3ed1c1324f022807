package io.github.trunkrepro.runtime.dataset;

import java.util.Locale;

/** The two sets of images that a data set comes with. */
public enum Part {
  TRAIN,
  TEST;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
