package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import java.util.List;
import java.util.Optional;

/** One entry of a {@code transform} list, named and parameterised as in torchvision. */
public sealed interface TransformSpec {
  /** Longest side of an image, in pixels, that a transform may make: more is a slip. */
  int MAX_SIDE = 4096;

  /** Shape of what an image becomes. */
  default ImageShape outputShape(ImageShape input) {
    return input;
  }

  /** Whether it draws random numbers. */
  default boolean random() {
    return true;
  }

  /** Bytes 0..255 to floats 0..1. */
  record ToTensor() implements TransformSpec {
    @Override
    public boolean random() {
      return false;
    }
  }

  /** (x - mean) / std for each channel. */
  record Normalize(List<Double> mean, List<Double> std) implements TransformSpec {
    public Normalize {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }

    @Override
    public boolean random() {
      return false;
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

    @Override
    public ImageShape outputShape(ImageShape input) {
      return new ImageShape(input.channels(), height, width);
    }
  }

  /**
   * Changes the size, smoothing where it makes smaller.
   *
   * @param size one number: pixels of the shorter side, the other keeps the proportion; or two:
   *     height and width
   * @param interpolation absent: bilinear, as in recipes from before there was another
   * @param maxSize most pixels of the longer side, more than those of the shorter; the shorter side
   *     gives way. With one number only
   */
  record Resize(
      List<Integer> size, Optional<Interpolation> interpolation, Optional<Integer> maxSize)
      implements TransformSpec {
    public Resize {
      size = List.copyOf(size);
    }

    /** Bilinear, the longer side as long as it becomes. */
    public Resize(List<Integer> size) {
      this(size, Optional.empty(), Optional.empty());
    }

    Interpolation orBilinear() {
      return interpolation.orElse(Interpolation.BILINEAR);
    }

    @Override
    public ImageShape outputShape(ImageShape input) {
      return new ImageShape(
          input.channels(), Math.toIntExact(height(input)), Math.toIntExact(width(input)));
    }

    @Override
    public boolean random() {
      return false;
    }

    /** Height of what an image of this shape becomes, in pixels. */
    long height(ImageShape shape) {
      return size.size() == 2 ? size.get(0) : side(shape.height(), shape.width());
    }

    /** Width of what an image of this shape becomes, in pixels. */
    long width(ImageShape shape) {
      return size.size() == 2 ? size.get(1) : side(shape.width(), shape.height());
    }

    /** As torchvision: {@code int(size * long / short)}, in floating point, for both sides. */
    private long side(int side, int other) {
      long shorter = size.get(0);
      long longer = scaled(shorter, Math.max(side, other), Math.min(side, other));
      if (maxSize.isPresent() && longer > maxSize.get()) {
        shorter = scaled(maxSize.get(), shorter, longer);
        longer = maxSize.get();
      }
      return side <= other ? shorter : longer;
    }

    private static long scaled(long pixels, long numerator, long denominator) {
      return (long) ((double) (pixels * numerator) / denominator);
    }
  }

  /**
   * Cuts a window out of the middle, with zeros around an image that is smaller.
   *
   * @param height of the window, in pixels
   * @param width of the window, in pixels
   */
  record CenterCrop(int height, int width) implements TransformSpec {
    @Override
    public ImageShape outputShape(ImageShape input) {
      return new ImageShape(input.channels(), height, width);
    }

    @Override
    public boolean random() {
      return false;
    }

    /**
     * Where the window begins along a side, negative in front of it. As torchvision: halves are
     * rounded to the even number, and of an odd padding the larger half stands behind.
     */
    static int offset(int side, int window) {
      return side >= window ? (int) Math.rint((side - window) / 2.0) : -((window - side) / 2);
    }
  }

  /** Mirrors top to bottom with probability {@code p}. */
  record RandomVerticalFlip(double p) implements TransformSpec {}

  /**
   * Adds pixels around an image.
   *
   * @param padding in pixels: left, top, right, bottom
   * @param fill what stands there where the mode is constant, one number or one for each channel:
   *     bytes in front of ToTensor, whole numbers behind it
   */
  record Pad(List<Integer> padding, List<Integer> fill, PaddingMode mode) implements TransformSpec {
    public Pad {
      padding = List.copyOf(padding);
      fill = List.copyOf(fill);
    }

    @Override
    public ImageShape outputShape(ImageShape input) {
      return new ImageShape(
          input.channels(),
          input.height() + padding.get(1) + padding.get(3),
          input.width() + padding.get(0) + padding.get(2));
    }

    @Override
    public boolean random() {
      return false;
    }
  }

  /**
   * Makes room for a window: a side that is shorter gets what it lacks, at both ends. It is what
   * torchvision's RandomCrop does before it cuts, with {@code pad_if_needed}.
   *
   * @param height of the window, in pixels
   * @param width of the window, in pixels
   * @param fill as for {@link Pad}
   */
  record PadTo(int height, int width, List<Integer> fill, PaddingMode mode)
      implements TransformSpec {
    public PadTo {
      fill = List.copyOf(fill);
    }

    /** What it does to images of this shape. */
    Pad pad(ImageShape input) {
      int rows = Math.max(height - input.height(), 0);
      int columns = Math.max(width - input.width(), 0);
      return new Pad(List.of(columns, rows, columns, rows), fill, mode);
    }

    @Override
    public ImageShape outputShape(ImageShape input) {
      return pad(input).outputShape(input);
    }

    @Override
    public boolean random() {
      return false;
    }
  }

  /**
   * Cuts a window of random size and proportion, and brings it to one size.
   *
   * @param height of the result, in pixels
   * @param width of the result, in pixels
   * @param scale least and greatest share of the image's area
   * @param ratio least and greatest width / height
   */
  record RandomResizedCrop(
      int height, int width, List<Double> scale, List<Double> ratio, Interpolation interpolation)
      implements TransformSpec {
    public RandomResizedCrop {
      scale = List.copyOf(scale);
      ratio = List.copyOf(ratio);
    }

    @Override
    public ImageShape outputShape(ImageShape input) {
      return new ImageShape(input.channels(), height, width);
    }
  }

  /**
   * Turns by a random angle.
   *
   * @param degrees least and greatest, against the clock
   * @param center x and y in pixels from the upper left corner; absent: the middle
   * @param fill for what comes from outside, one byte or one for each channel
   */
  record RandomRotation(
      List<Double> degrees,
      Interpolation interpolation,
      Optional<List<Double>> center,
      List<Integer> fill)
      implements TransformSpec {
    public RandomRotation {
      degrees = List.copyOf(degrees);
      fill = List.copyOf(fill);
    }
  }

  /**
   * Turns, shifts, scales and shears at random.
   *
   * @param degrees least and greatest angle, with the clock
   * @param translate greatest shift as a share of width and height; absent: none
   * @param scale least and greatest factor; absent: 1
   * @param shear least and greatest angle along x, and the same along y; or only the first two;
   *     none: no shear
   * @param fill for what comes from outside, one byte or one for each channel
   * @param center x and y in pixels from the upper left corner; absent: the middle
   */
  record RandomAffine(
      List<Double> degrees,
      Optional<List<Double>> translate,
      Optional<List<Double>> scale,
      List<Double> shear,
      Interpolation interpolation,
      List<Integer> fill,
      Optional<List<Double>> center)
      implements TransformSpec {
    public RandomAffine {
      degrees = List.copyOf(degrees);
      shear = List.copyOf(shear);
      fill = List.copyOf(fill);
    }
  }

  /**
   * Changes brightness, contrast, saturation and hue in random order.
   *
   * @param brightness least and greatest factor
   * @param contrast least and greatest factor
   * @param saturation least and greatest factor
   * @param hue least and greatest part of a whole turn
   */
  record ColorJitter(
      List<Double> brightness, List<Double> contrast, List<Double> saturation, List<Double> hue)
      implements TransformSpec {
    public ColorJitter {
      brightness = List.copyOf(brightness);
      contrast = List.copyOf(contrast);
      saturation = List.copyOf(saturation);
      hue = List.copyOf(hue);
    }
  }

  /** Takes the luma, in one channel or in three equal ones. */
  record Grayscale(int numOutputChannels) implements TransformSpec {
    @Override
    public ImageShape outputShape(ImageShape input) {
      return new ImageShape(numOutputChannels, input.height(), input.width());
    }

    @Override
    public boolean random() {
      return false;
    }
  }

  /**
   * Writes over a rectangle.
   *
   * @param p probability
   * @param scale least and greatest share of the image's area
   * @param ratio least and greatest height / width
   * @param value one number or one for each channel; none: random numbers, normally distributed
   */
  record RandomErasing(double p, List<Double> scale, List<Double> ratio, List<Double> value)
      implements TransformSpec {
    public RandomErasing {
      scale = List.copyOf(scale);
      ratio = List.copyOf(ratio);
      value = List.copyOf(value);
    }
  }

  /**
   * Sets squares to zero, the TRUNK authors' own transform. The centre is a pixel of the image, so
   * that the border may cut a square off.
   *
   * @param nHoles number of squares
   * @param length of a square's side, in pixels
   */
  record CutOut(int nHoles, int length) implements TransformSpec {}

  /**
   * Some random operations of one strength (Cubuk and others, 2020).
   *
   * @param magnitude level, from 0 and below {@code numMagnitudeBins}
   * @param fill for what comes from outside, one byte or one for each channel
   */
  record RandAugment(
      int numOps,
      int magnitude,
      int numMagnitudeBins,
      Interpolation interpolation,
      List<Integer> fill)
      implements TransformSpec {
    public RandAugment {
      fill = List.copyOf(fill);
    }
  }

  /** One random operation of random strength (Müller and Hutter, 2021). */
  record TrivialAugmentWide(int numMagnitudeBins, Interpolation interpolation, List<Integer> fill)
      implements TransformSpec {
    public TrivialAugmentWide {
      fill = List.copyOf(fill);
    }
  }

  /** Pairs of operations that were found for a data set (Cubuk and others, 2019). */
  record AutoAugment(AugmentationPolicy policy, Interpolation interpolation, List<Integer> fill)
      implements TransformSpec {
    public AutoAugment {
      fill = List.copyOf(fill);
    }
  }

  /** One after the other. */
  record Compose(List<TransformSpec> transforms) implements TransformSpec {
    public Compose {
      transforms = List.copyOf(transforms);
    }

    @Override
    public ImageShape outputShape(ImageShape input) {
      ImageShape shape = input;
      for (TransformSpec transform : transforms) {
        shape = transform.outputShape(shape);
      }
      return shape;
    }

    @Override
    public boolean random() {
      return transforms.stream().anyMatch(TransformSpec::random);
    }
  }

  /** All of them one after the other, with probability {@code p}; else none. */
  record RandomApply(List<TransformSpec> transforms, double p) implements TransformSpec {
    public RandomApply {
      transforms = List.copyOf(transforms);
    }
  }

  /**
   * One of them.
   *
   * @param p weight of each; none: all equally likely
   */
  record RandomChoice(List<TransformSpec> transforms, List<Double> p) implements TransformSpec {
    public RandomChoice {
      transforms = List.copyOf(transforms);
      p = List.copyOf(p);
    }

    @Override
    public ImageShape outputShape(ImageShape input) {
      return transforms.get(0).outputShape(input);
    }
  }
}
