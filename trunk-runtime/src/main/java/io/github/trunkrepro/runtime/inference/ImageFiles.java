package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.dataset.ImageDecoder;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Image files: PNG and JPEG. */
public final class ImageFiles {
  private ImageFiles() {}

  /**
   * Reads files as a set without labels, in their order.
   *
   * @param shape that every image must have; one channel takes the luma (ITU-R 601-2) of colours
   * @param step what is done to an image before, as it was to those that were trained on
   * @throws UserException of kind SETUP that tells every file that cannot be used, and why
   */
  public static ImageSet read(List<Path> files, ImageShape shape, UnaryOperator<RawImage> step) {
    ImageDecoder decoder = new ImageDecoder(shape.channels());
    List<byte[]> images = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        images.add(pixels(step.apply(decoder.decode(file)), shape));
      } catch (IOException | UserException e) {
        problems.add("  " + file + " " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "cannot classify "
              + problems.size()
              + (problems.size() == 1 ? " image:\n" : " images:\n")
              + String.join("\n", problems));
    }
    return new UnlabelledImages(shape, images);
  }

  private static byte[] pixels(RawImage image, ImageShape shape) throws IOException {
    if (!image.shape().equals(shape)) {
      throw new IOException(
          "is %d pixels wide and %d high, but the network was trained on %d by %d; scale it first,"
                  .formatted(
                      image.shape().width(), image.shape().height(), shape.width(), shape.height())
              + " or let the transforms of the recipe begin with Resize");
    }
    return image.pixels();
  }
}
