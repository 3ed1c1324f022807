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

/** Image files (PNG, JPEG) as a set without labels. */
public final class ImageFiles implements ImageSet {
  private final ImageShape shape;
  private final List<byte[]> images = new ArrayList<>();

  /**
   * Reads the files.
   *
   * @param shape that every image must have; one channel takes the luma (ITU-R 601-2) of colours
   * @param step what is done to an image before, as it was to those that were trained on
   * @throws UserException (set-up) that names every file that cannot be used
   */
  public ImageFiles(List<Path> files, ImageShape shape, UnaryOperator<RawImage> step) {
    this.shape = shape;
    ImageDecoder decoder = new ImageDecoder(shape.channels());
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        images.add(pixels(file, decoder, step));
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
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int label(int index) {
    throw new UnsupportedOperationException("image files have no labels");
  }

  @Override
  public void read(int index, byte[] target) {
    System.arraycopy(images.get(index), 0, target, 0, shape.values());
  }

  private byte[] pixels(Path file, ImageDecoder decoder, UnaryOperator<RawImage> step)
      throws IOException {
    RawImage image = step.apply(decoder.decode(file));
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
