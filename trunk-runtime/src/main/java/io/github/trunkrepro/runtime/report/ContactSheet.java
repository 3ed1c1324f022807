package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** A grid of small pictures, enlarged by whole numbers so that their pixels are seen. */
final class ContactSheet {
  /** Shortest side of a cell, in pixels, that a picture is enlarged to. */
  private static final int LEGIBLE = 96;

  private static final int GAP = 6;

  /** Between the originals and what was made of them. */
  private static final int WIDE_GAP = 18;

  private static final int PAPER = 0xF4F4F4;

  private final BufferedImage image;
  private final int cellHeight;
  private final int cellWidth;
  private final int zoom;

  /**
   * An empty sheet.
   *
   * @param cell greatest height and width of its pictures
   */
  ContactSheet(int rows, int columns, ImageShape cell) {
    zoom = Math.max(1, LEGIBLE / Math.min(cell.height(), cell.width()));
    cellHeight = cell.height() * zoom;
    cellWidth = cell.width() * zoom;
    image =
        new BufferedImage(
            GAP + columns * (cellWidth + GAP) + WIDE_GAP - GAP,
            GAP + rows * (cellHeight + GAP),
            BufferedImage.TYPE_INT_RGB);
    int[] paper = new int[image.getWidth() * image.getHeight()];
    Arrays.fill(paper, PAPER);
    image.setRGB(0, 0, image.getWidth(), image.getHeight(), paper, 0, image.getWidth());
  }

  /**
   * Puts a picture into its cell.
   *
   * @param pixels unsigned bytes in the order channel, row, column; grey or red, green, blue
   */
  void put(int row, int column, ImageShape shape, byte[] pixels) {
    int left = GAP + column * (cellWidth + GAP) + (column > 0 ? WIDE_GAP - GAP : 0);
    int top = GAP + row * (cellHeight + GAP);
    for (int y = 0; y < shape.height() * zoom; y++) {
      for (int x = 0; x < shape.width() * zoom; x++) {
        int at = y / zoom * shape.width() + x / zoom;
        image.setRGB(left + x, top + y, colour(shape, pixels, at));
      }
    }
  }

  private static int colour(ImageShape shape, byte[] pixels, int at) {
    int plane = shape.height() * shape.width();
    int step = shape.channels() == 3 ? plane : 0;
    return Byte.toUnsignedInt(pixels[at]) << 16
        | Byte.toUnsignedInt(pixels[at + step]) << 8
        | Byte.toUnsignedInt(pixels[at + 2 * step]);
  }

  /** The sheet as a PNG file. */
  byte[] png() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
