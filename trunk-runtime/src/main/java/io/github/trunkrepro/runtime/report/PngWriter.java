package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.report.Picture.Box;
import io.github.trunkrepro.runtime.report.Picture.Tone;
import io.github.trunkrepro.runtime.report.Picture.Word;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Writes pictures as PNG on a light background, with two pixels a unit. */
final class PngWriter {
  private static final int SCALE = 2;
  private static final int OPAQUE = 255;

  private PngWriter() {}

  /**
   * The file's bytes.
   *
   * @throws Error or a runtime exception of AWT's on a system without fonts
   */
  static byte[] write(Picture picture) {
    BufferedImage image =
        new BufferedImage(
            picture.width() * SCALE, picture.height() * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.scale(SCALE, SCALE);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, picture.width(), picture.height());
      for (Picture.Mark mark : picture.marks()) {
        if (mark instanceof Box box) {
          draw(box, graphics);
        } else {
          draw((Word) mark, graphics);
        }
      }
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("written to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void draw(Box box, Graphics2D graphics) {
    graphics.setColor(color(box.tone(), box.strength()));
    graphics.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
  }

  private static void draw(Word word, Graphics2D graphics) {
    graphics.setColor(color(word.tone(), 1));
    graphics.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 1).deriveFont((float) word.size()));
    FontMetrics metrics = graphics.getFontMetrics();
    double width = metrics.getStringBounds(word.text(), graphics).getWidth();
    double start =
        switch (word.anchor()) {
          case START, UPWARDS -> 0;
          case MIDDLE -> -width / 2;
          case END -> -width;
        };
    AffineTransform before = graphics.getTransform();
    graphics.translate(word.x(), word.y());
    if (word.anchor() == Picture.Anchor.UPWARDS) {
      graphics.rotate(-Math.PI / 2);
    }
    double middle = (metrics.getAscent() - metrics.getDescent()) / 2.0;
    graphics.drawString(word.text(), (float) start, (float) middle);
    graphics.setTransform(before);
  }

  private static Color color(Tone tone, double strength) {
    int rgb =
        switch (tone) {
          case PAPER -> 0xffffff;
          case INK -> 0x1b1f24;
          case MUTED -> 0x57606a;
          case RIGHT -> 0x0a58ca;
          case WRONG -> 0xb54708;
        };
    return new Color((int) Math.round(strength * OPAQUE) << 24 | rgb, /* hasalpha= */ true);
  }
}
