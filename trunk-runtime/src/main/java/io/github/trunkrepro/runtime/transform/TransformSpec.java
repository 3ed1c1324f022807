package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import java.util.List;

/** One entry of a {@code transform} list, named and parameterised as in torchvision. */
public sealed interface TransformSpec {
  /** Longest side of an image, in pixels, that a transform may make: more is a slip. */
  int MAX_SIDE = 4096;

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

  /**
   * Changes the size, bilinear and smoothing where it makes smaller.
   *
   * @param size one number: pixels of the shorter side, the other keeps the proportion; or two:
   *     height and width
   */
  record Resize(List<Integer> size) implements TransformSpec {
    public Resize {
      size = List.copyOf(size);
    }

    /** Height of what an image of this shape becomes, in pixels. */
    long height(ImageShape shape) {
      return size.size() == 2 ? size.get(0) : side(size.get(0), shape.height(), shape.width());
    }

    /** Width of what an image of this shape becomes, in pixels. */
    long width(ImageShape shape) {
      return size.size() == 2 ? size.get(1) : side(size.get(0), shape.width(), shape.height());
    }

    /** As torchvision: {@code int(size * long / short)}, in floating point. */
    private static long side(long wanted, int side, int other) {
      return side <= other ? wanted : (long) ((double) (wanted * side) / other);
    }
  }

  /**
   * Cuts a window out of the middle, with zeros around an image that is smaller.
   *
   * @param height of the window, in pixels
   * @param width of the window, in pixels
   */
  record CenterCrop(int height, int width) implements TransformSpec {
    /**
     * Where the window begins along a side, negative in front of it. As torchvision: halves are
     * rounded to the even number, and of an odd padding the larger half stands behind.
     */
    static int offset(int side, int window) {
      return side >= window ? (int) Math.rint((side - window) / 2.0) : -((window - side) / 2);
    }
  }
}
