package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Image files (PNG, JPEG, GIF, BMP) as a set without labels. */
public final class ImageFiles implements ImageSet {
  private final ImageShape shape;
  private final List<byte[]> images = new ArrayList<>();

  /**
   * Reads the files.
   *
   * @param shape that every image must have; one channel takes the luma (ITU-R 601-2) of colours
   */
  public ImageFiles(List<Path> files, ImageShape shape) {
    this.shape = shape;
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        images.add(pixels(file));
      } catch (IOException e) {
        problems.add("  " + file + ": " + e.getMessage());
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

  private byte[] pixels(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("no such file");
    }
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new IOException("not an image that can be read; use PNG, JPEG, GIF or BMP");
    }
    if (image.getHeight() != shape.height() || image.getWidth() != shape.width()) {
      throw new IOException(
          "is %d pixels wide and %d high, but the network was trained on %d by %d; scale it first"
              .formatted(image.getWidth(), image.getHeight(), shape.width(), shape.height()));
    }
    byte[] pixels = new byte[shape.values()];
    int plane = shape.height() * shape.width();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int rgb = image.getRGB(x, y);
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
