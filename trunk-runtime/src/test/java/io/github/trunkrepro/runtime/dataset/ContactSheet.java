package io.github.trunkrepro.runtime.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Writes grey images as a PNG, a row for each class, twice as large, to be looked at. {@code main}
 * takes the file to write and draws strokes.
 */
public final class ContactSheet {
  private static final int ZOOM = 2;

  private ContactSheet() {}

  /** Draws strokes with seed 1 into the file that is named. */
  public static void main(String[] args) throws IOException {
    write(Strokes.draw(Part.TRAIN, 16, Reading.whole(1)), 16, Path.of(args[0]));
  }

  /** The first images of each class. */
  static void write(ImageSet images, int perClass, Path file) throws IOException {
    int height = images.shape().height() + 2;
    int width = images.shape().width() + 2;
    int[] drawn = new int[Splits.counts(images).length];
    BufferedImage sheet =
        new BufferedImage(
            perClass * width * ZOOM, drawn.length * height * ZOOM, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = new byte[images.shape().values()];
    for (int i = 0; i < images.size(); i++) {
      int label = images.label(i);
      if (drawn[label] < perClass) {
        images.read(i, pixels);
        int left = drawn[label]++ * width * ZOOM;
        for (int y = 0; y < images.shape().height() * ZOOM; y++) {
          for (int x = 0; x < images.shape().width() * ZOOM; x++) {
            int value = pixels[y / ZOOM * images.shape().width() + x / ZOOM];
            sheet.getRaster().setSample(left + x, label * height * ZOOM + y, 0, value & 0xff);
          }
        }
      }
    }
    try (var out = Files.newOutputStream(file)) {
      ImageIO.write(sheet, "png", out);
    }
  }
}
