package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.List;
import java.util.Optional;

/** Random numbers as several transforms draw them. */
final class Draws {
  private static final int ATTEMPTS = 10;

  private Draws() {}

  /** Uniform between the two numbers of a range. */
  static double uniform(RandomStream stream, List<Double> range) {
    return uniform(stream, range.get(0), range.get(1));
  }

  static double uniform(RandomStream stream, double low, double high) {
    return low + (high - low) * stream.nextDouble();
  }

  /** A rectangle inside an image, in pixels. */
  record Box(int top, int left, int height, int width) {}

  /** Height and width, in pixels. */
  record Size(int height, int width) {}

  /**
   * A size whose share of the area is uniform in {@code scale} and whose ratio of the sides is
   * uniform in its logarithm.
   *
   * @param tall whether the ratio is that of height to width, not of width to height
   */
  static Size size(
      RandomStream stream, ImageShape shape, List<Double> scale, List<Double> ratio, boolean tall) {
    double area = (double) shape.height() * shape.width() * uniform(stream, scale);
    double logarithm = uniform(stream, StrictMath.log(ratio.get(0)), StrictMath.log(ratio.get(1)));
    double proportion = StrictMath.exp(logarithm);
    int longer = (int) Math.rint(Math.sqrt(area * proportion));
    int shorter = (int) Math.rint(Math.sqrt(area / proportion));
    return tall ? new Size(longer, shorter) : new Size(shorter, longer);
  }

  /** The window of RandomResizedCrop: the first of ten that fits, else the middle. */
  static Box window(RandomStream stream, ImageShape shape, List<Double> scale, List<Double> ratio) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Size size = size(stream, shape, scale, ratio, false);
      if (size.height > 0
          && size.width > 0
          && size.height <= shape.height()
          && size.width <= shape.width()) {
        return place(stream, shape, size);
      }
    }
    return middle(shape, ratio);
  }

  /** The rectangle of RandomErasing: the first of ten that is smaller than the image, if any. */
  static Optional<Size> hole(
      RandomStream stream, ImageShape shape, List<Double> scale, List<Double> ratio) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Size size = size(stream, shape, scale, ratio, true);
      if (size.height < shape.height() && size.width < shape.width()) {
        return Optional.of(size);
      }
    }
    return Optional.empty();
  }

  /** Somewhere inside, every place equally likely; top is drawn before left. */
  static Box place(RandomStream stream, ImageShape shape, Size size) {
    int top = stream.nextInt(shape.height() - size.height + 1);
    int left = stream.nextInt(shape.width() - size.width + 1);
    return new Box(top, left, size.height, size.width);
  }

  private static Box middle(ImageShape shape, List<Double> ratio) {
    int height = shape.height();
    int width = shape.width();
    double proportion = (double) width / height;
    if (proportion < ratio.get(0)) {
      height = (int) Math.rint(width / ratio.get(0));
    } else if (proportion > ratio.get(1)) {
      width = (int) Math.rint(height * ratio.get(1));
    }
    return new Box((shape.height() - height) / 2, (shape.width() - width) / 2, height, width);
  }
}
