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

/** Image files: PNG, JPEG, GIF, BMP. */
public final class ImageFiles {
  private ImageFiles() {}

  /**
   * Reads files as a set without labels, in their order; see {@link ImageInput#of(BufferedImage)}.
   *
   * @param shape that every image must have
   * @throws UserException of kind SETUP that tells every file that cannot be used, and why
   */
  public static ImageSet read(List<Path> files, ImageShape shape) {
    List<byte[]> images = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        images.add(ImageInput.of(image(file)).pixels(shape));
      } catch (IOException | ClassifierException e) {
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
    return new UnlabelledImages(shape, images);
  }

  private static BufferedImage image(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("no such file");
    }
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new IOException("not an image that can be read; use PNG, JPEG, GIF or BMP");
    }
    return image;
  }
}
