package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.StrokeFigure.between;

import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * The built-in images: figures of a few strokes, 28x28 grey, light on dark, drawn when they are
 * needed. Every machine draws the same bits. Image i of a part is of class i mod k and has a random
 * stream of its own, so that more images leave those before as they are.
 *
 * <p>How hard they are is set by the constants here (place, pen, clutter, noise) and by the feature
 * sizes in {@link StrokeFigure}.
 */
final class Strokes {
  /** Class names by index. */
  static final List<String> CLASS_NAMES =
      Stream.of(StrokeFigure.values()).map(StrokeFigure::className).toList();

  private static final int SIDE = 28;
  private static final ImageShape SHAPE = new ImageShape(1, SIDE, SIDE);
  private static final List<StrokeFigure> FIGURES = List.of(StrokeFigure.values());

  /** Pixels a unit: half the height of a figure, and of its width. */
  private static final double MIN_SCALE = 7;

  private static final double MAX_SCALE = 9.5;

  /** Radians to either side. */
  private static final double MAX_ANGLE = 0.15;

  private static final double MAX_SLANT = 0.15;

  /** Pixels from the middle. */
  private static final double MAX_SHIFT = 2;

  private static final double MIN_THICKNESS = 1.6;
  private static final double MAX_THICKNESS = 3;
  private static final double MIN_STRENGTH = 0.6;

  /** Most short lines that belong to no figure; their half length in pixels, and their ink. */
  private static final int MAX_CLUTTER = 2;

  private static final double MAX_CLUTTER_LENGTH = 2.5;
  private static final double MAX_CLUTTER_STRENGTH = 0.6;

  /** Standard deviation of a pixel's noise, of 255. */
  private static final double NOISE = 20;

  private Strokes() {}

  /** Draws so many images of each class. */
  static ByteImages draw(Part part, int perClass, Reading reading) {
    int count = Math.multiplyExact(perClass, FIGURES.size());
    ImageCollector images = new ImageCollector(count, reading);
    byte[] pixels = new byte[SHAPE.values()];
    for (int i = 0; i < count; i++) {
      int label = i % FIGURES.size();
      RandomStream random =
          RandomStream.of(reading.seed(), "dataset", "strokes", part.toString(), String.valueOf(i));
      draw(FIGURES.get(label), random, pixels);
      images.add(new RawImage(SHAPE, pixels), label);
    }
    return images.images();
  }

  private static void draw(StrokeFigure figure, RandomStream random, byte[] pixels) {
    StrokeCanvas canvas = new StrokeCanvas(SIDE);
    canvas.frame(
        between(random, MIN_SCALE, MAX_SCALE),
        between(random, MIN_SCALE, MAX_SCALE),
        between(random, -MAX_ANGLE, MAX_ANGLE),
        between(random, -MAX_SLANT, MAX_SLANT),
        SIDE / 2.0 + between(random, -MAX_SHIFT, MAX_SHIFT),
        SIDE / 2.0 + between(random, -MAX_SHIFT, MAX_SHIFT));
    canvas.pen(between(random, MIN_THICKNESS, MAX_THICKNESS), between(random, MIN_STRENGTH, 1));
    figure.draw(canvas, random);
    clutter(canvas, random);
    for (int i = 0; i < SHAPE.values(); i++) {
      double value = StrictMath.rint(255 * canvas.ink(i) + NOISE * noise(random));
      pixels[i] = (byte) Math.min(Math.max(value, 0), 255);
    }
  }

  private static void clutter(StrokeCanvas canvas, RandomStream random) {
    int count = random.nextInt(MAX_CLUTTER + 1);
    for (int i = 0; i < count; i++) {
      canvas.frame(1, 1, 0, 0, between(random, 0, SIDE), between(random, 0, SIDE));
      canvas.pen(between(random, 1, MIN_THICKNESS), between(random, 0.3, MAX_CLUTTER_STRENGTH));
      double x = between(random, -MAX_CLUTTER_LENGTH, MAX_CLUTTER_LENGTH);
      double y = between(random, -MAX_CLUTTER_LENGTH, MAX_CLUTTER_LENGTH);
      canvas.line(-x, -y, x, y);
    }
  }

  /** Nearly normal with standard deviation 1: the sum of four uniform bytes of one draw. */
  private static double noise(RandomStream random) {
    int bits = random.nextInt();
    int sum = (bits & 0xff) + (bits >> 8 & 0xff) + (bits >> 16 & 0xff) + (bits >>> 24);
    return (sum - 510) / 147.8;
  }
}
