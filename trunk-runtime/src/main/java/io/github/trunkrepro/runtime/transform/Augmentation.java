package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.RawImage;

/** The operations of RandAugment, TrivialAugmentWide and AutoAugment, in torchvision's order. */
enum Augmentation {
  IDENTITY,
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y,
  ROTATE,
  BRIGHTNESS,
  COLOR,
  CONTRAST,
  SHARPNESS,
  POSTERIZE,
  SOLARIZE,
  AUTO_CONTRAST,
  EQUALIZE,
  INVERT;

  /** Whether a magnitude may be taken with either sign. */
  boolean signed() {
    return compareTo(SHEAR_X) >= 0 && compareTo(SHARPNESS) <= 0;
  }

  /**
   * Does it.
   *
   * @param magnitude in the operation's own unit; without meaning where it has none
   * @param fill one byte for each channel, for what comes from outside the image
   */
  RawImage apply(RawImage image, double magnitude, Interpolation interpolation, int[] fill) {
    return switch (this) {
      case IDENTITY -> image;
      case SHEAR_X -> Warp.apply(image, Affine.shearX(magnitude), interpolation, fill);
      case SHEAR_Y -> Warp.apply(image, Affine.shearY(magnitude), interpolation, fill);
      case TRANSLATE_X ->
          Warp.apply(
              image, Affine.translation(image.shape(), (int) magnitude, 0), interpolation, fill);
      case TRANSLATE_Y ->
          Warp.apply(
              image, Affine.translation(image.shape(), 0, (int) magnitude), interpolation, fill);
      case ROTATE -> Affine.rotated(image, magnitude, interpolation, fill);
      case BRIGHTNESS -> Tones.brightness(image, 1 + magnitude);
      case COLOR -> Colours.saturation(image, 1 + magnitude);
      case CONTRAST -> Colours.contrast(image, 1 + magnitude);
      case SHARPNESS -> Colours.sharpness(image, 1 + magnitude);
      case POSTERIZE -> Tones.posterize(image, (int) magnitude);
      case SOLARIZE -> Tones.solarize(image, magnitude);
      case AUTO_CONTRAST -> Tones.autoContrast(image);
      case EQUALIZE -> Tones.equalize(image);
      case INVERT -> Tones.invert(image);
    };
  }
}
