package io.github.trunkrepro.runtime.transform;

import java.util.List;

/** One entry of a {@code transform} list, named and parameterised as in torchvision. */
public sealed interface TransformSpec {

  /** Bytes 0..255 to floats 0..1. */
  record ToTensor() implements TransformSpec {}

  /** (x - mean) / std for each channel. */
  record Normalize(List<Double> mean, List<Double> std) implements TransformSpec {
    public Normalize {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }
  }

  /** Mirrors left to right with probability {@code p}. */
  record RandomHorizontalFlip(double p) implements TransformSpec {}

  /**
   * Cuts a window at a random place, after padding with zeros on all sides.
   *
   * @param height of the window, in pixels
   * @param width of the window, in pixels
   * @param padding in pixels: left, top, right, bottom
   */
  record RandomCrop(int height, int width, List<Integer> padding) implements TransformSpec {
    public RandomCrop {
      padding = List.copyOf(padding);
    }
  }
}
