package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;

/**
 * How strong an {@link Augmentation} is at each level, in its own unit; float32 as torchvision's
 * tables are.
 *
 * @param bins number of levels
 * @param shear greatest, in pixels a pixel
 * @param right greatest shift along rows, in pixels
 * @param down greatest shift along columns, in pixels
 * @param degrees greatest turn
 * @param factor greatest distance of a factor from 1
 * @param posterized bits that are taken away at most
 */
record Magnitudes(
    int bins,
    double shear,
    double right,
    double down,
    double degrees,
    double factor,
    int posterized) {
  private static final double SHIFT = 150.0 / 331.0;

  /** Of RandAugment and AutoAugment. */
  static Magnitudes usual(int bins, ImageShape shape) {
    return new Magnitudes(bins, 0.3, SHIFT * shape.width(), SHIFT * shape.height(), 30, 0.9, 4);
  }

  /** Of TrivialAugmentWide. */
  static Magnitudes wide(int bins) {
    return new Magnitudes(bins, 0.99, 32, 32, 135, 0.99, 6);
  }

  /** The strength of a level, from 0; without sign. */
  double of(Augmentation operation, int level) {
    return switch (operation) {
      case SHEAR_X, SHEAR_Y -> level(0, shear, level);
      case TRANSLATE_X -> level(0, right, level);
      case TRANSLATE_Y -> level(0, down, level);
      case ROTATE -> level(0, degrees, level);
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> level(0, factor, level);
      case POSTERIZE ->
          8 - (int) Math.rint((float) level / (float) ((bins - 1) / (double) posterized));
      case SOLARIZE -> level(255, 0, level);
      case IDENTITY, AUTO_CONTRAST, EQUALIZE, INVERT -> 0;
    };
  }

  /** {@code torch.linspace}, which counts from the nearer end. */
  private double level(double from, double to, int level) {
    float start = (float) from;
    float end = (float) to;
    if (bins == 1) {
      return start;
    }
    float step = (end - start) / (bins - 1);
    return level < bins / 2 ? start + step * level : end - step * (bins - 1 - level);
  }
}
