package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import io.github.trunkrepro.runtime.document.UserException;

/** Changes of size whose bytes are Pillow's. */
final class Resizing {
  /** Bounds what one change may make of one image. */
  private static final long MAX_PIXELS = 64L << 20;

  private Resizing() {}

  /**
   * Another size.
   *
   * @throws UserException (set-up) when the result would become too large
   */
  static RawImage resized(RawImage image, long height, long width, Interpolation interpolation) {
    ImageShape shape = image.shape();
    if (height < 1 || width < 1 || Math.max(height, shape.height()) > MAX_PIXELS / width) {
      throw new UserException(
          UserException.Kind.SETUP,
          "cannot be resized from "
              + shape.height()
              + "x"
              + shape.width()
              + " to "
              + height
              + "x"
              + width
              + " (height x width): expected 1 to "
              + MAX_PIXELS
              + " pixels");
    }
    if (interpolation == Interpolation.NEAREST) {
      return nearest(image, (int) height, (int) width);
    }
    // Pillow does rows first, each pass rounding to bytes, and no pass where nothing changes.
    RawImage wide = alongRows(image, (int) width, interpolation);
    return alongColumns(wide, (int) height, interpolation);
  }

  private static RawImage nearest(RawImage image, int height, int width) {
    ImageShape shape = image.shape();
    if (shape.height() == height && shape.width() == width) {
      return image;
    }
    double[] matrix = {
      (double) shape.width() / width, 0, 0, 0, (double) shape.height() / height, 0
    };
    ImageShape result = new ImageShape(shape.channels(), height, width);
    return new RawImage(result, Warp.nearest(image, matrix, result, new int[shape.channels()]));
  }

  private static RawImage alongRows(RawImage image, int width, Interpolation interpolation) {
    ImageShape shape = image.shape();
    if (shape.width() == width) {
      return image;
    }
    Resampling tables = Resampling.of(shape.width(), width, interpolation);
    ImageShape result = new ImageShape(shape.channels(), shape.height(), width);
    byte[] pixels = new byte[result.values()];
    for (int row = 0; row < shape.channels() * shape.height(); row++) {
      tables.apply(image.pixels(), row * shape.width(), 1, pixels, row * width, 1);
    }
    return new RawImage(result, pixels);
  }

  private static RawImage alongColumns(RawImage image, int height, Interpolation interpolation) {
    ImageShape shape = image.shape();
    if (shape.height() == height) {
      return image;
    }
    int width = shape.width();
    Resampling tables = Resampling.of(shape.height(), height, interpolation);
    ImageShape result = new ImageShape(shape.channels(), height, width);
    byte[] pixels = new byte[result.values()];
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int column = 0; column < width; column++) {
        int in = channel * shape.height() * width + column;
        int out = channel * height * width + column;
        tables.apply(image.pixels(), in, width, pixels, out, width);
      }
    }
    return new RawImage(result, pixels);
  }

  /** A window, with zeros where it reaches beyond the image. */
  static RawImage cropped(RawImage image, int top, int left, int height, int width) {
    ImageShape shape = image.shape();
    ImageShape result = new ImageShape(shape.channels(), height, width);
    int from = Math.max(left, 0);
    int to = Math.min(left + width, shape.width());
    byte[] pixels = new byte[result.values()];
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = Math.max(top, 0); y < Math.min(top + height, shape.height()); y++) {
        System.arraycopy(
            image.pixels(),
            (channel * shape.height() + y) * shape.width() + from,
            pixels,
            (channel * height + y - top) * width + from - left,
            to - from);
      }
    }
    return new RawImage(result, pixels);
  }
}
