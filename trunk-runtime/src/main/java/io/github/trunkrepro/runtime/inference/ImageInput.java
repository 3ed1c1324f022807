package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/** An image to classify. */
@FunctionalInterface
public interface ImageInput {

  /**
   * The pixels as a network takes them.
   *
   * @param expected shape of the images that the network was trained on
   * @return unsigned bytes in the order channel, row, column; not changed by the caller
   * @throws ClassifierException.WrongImageSize when this image has another size
   */
  byte[] pixels(ImageShape expected);

  /**
   * Pixels that are there already.
   *
   * @param shape of the image
   * @param pixels unsigned bytes in the order channel, row, column
   */
  static ImageInput of(ImageShape shape, byte[] pixels) {
    if (pixels.length != shape.values()) {
      throw new IllegalArgumentException(
          "an image of " + shape + " has " + shape.values() + " bytes, not " + pixels.length);
    }
    return expected -> {
      if (!shape.equals(expected)) {
        throw new ClassifierException.WrongImageSize(expected, shape);
      }
      return pixels;
    };
  }

  /**
   * A picture. For a network of one channel the luma (ITU-R 601-2) of colours is taken; a grey
   * picture of 8 bits gives its values as they are, one of 16 bits the higher byte of each.
   */
  static ImageInput of(BufferedImage image) {
    return expected -> {
      if (image.getHeight() != expected.height() || image.getWidth() != expected.width()) {
        throw new ClassifierException.WrongImageSize(
            expected, new ImageShape(expected.channels(), image.getHeight(), image.getWidth()));
      }
      return pixels(image, expected);
    };
  }

  private static byte[] pixels(BufferedImage image, ImageShape shape) {
    // Not getRGB for grey pictures: Java takes their values for linear light and brightens them.
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    int surplusBits = image.getColorModel().getComponentSize(0) - Byte.SIZE;
    Raster raster = image.getRaster();
    byte[] pixels = new byte[shape.values()];
    int plane = shape.height() * shape.width();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int rgb = grey ? (raster.getSample(x, y, 0) >> surplusBits) * 0x010101 : image.getRGB(x, y);
        int red = (rgb >> 16) & 0xFF;
        int green = (rgb >> 8) & 0xFF;
        int blue = rgb & 0xFF;
        int at = y * shape.width() + x;
        if (shape.channels() == 1) {
          // Weights of ITU-R 601-2 in 16-bit fixed point.
          pixels[at] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
        } else {
          pixels[at] = (byte) red;
          pixels[plane + at] = (byte) green;
          pixels[2 * plane + at] = (byte) blue;
        }
      }
    }
    return pixels;
  }
}
