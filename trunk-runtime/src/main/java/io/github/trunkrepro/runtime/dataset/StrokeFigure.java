package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.Locale;

/**
 * The classes of {@code strokes}: four families of look-alikes. What tells the members of a family
 * apart is one small feature, whose size varies from image to image down to hardly visible. Sizes
 * are in units of the figure's half height, or radians.
 */
enum StrokeFigure {
  RING {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      ring(canvas, random, 0);
    }
  },
  RING_GAP {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      ring(canvas, random, between(random, 0.4, 1.3));
    }
  },
  RING_DOT {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      ring(canvas, random, 0);
      canvas.fade(between(random, 0.15, 1));
      canvas.dot(0, 0);
    }
  },
  PLUS {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      cross(canvas, between(random, 0.85, 1));
    }
  },
  PLUS_SHORT {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      cross(canvas, between(random, 0.35, 0.78));
    }
  },
  TEE {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      cross(canvas, between(random, 0, 0.42));
    }
  },
  BAR {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      canvas.line(0, -1, 0, 1);
    }
  },
  BAR_DOT {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      canvas.dot(0, -1);
      canvas.line(0, -1 + between(random, 0.26, 0.6), 0, 1);
    }
  },
  BAR_HOOK {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      canvas.line(0, -1, 0, 1);
      canvas.line(0, 1, between(random, 0.06, 0.5), 0.85);
    }
  },
  ANGLE {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      angle(canvas);
    }
  },
  ARROW {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      angle(canvas);
      canvas.line(0.8, 0, 0.8 - between(random, 0.2, 1.2), 0);
    }
  },
  TRIANGLE {
    @Override
    void draw(StrokeCanvas canvas, RandomStream random) {
      angle(canvas);
      canvas.line(-0.6, -0.9, -0.6, -0.9 + between(random, 0, 1.8));
    }
  };

  /** Draws the figure into the canvas's frame. */
  abstract void draw(StrokeCanvas canvas, RandomStream random);

  /** Name of the class. */
  String className() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void ring(StrokeCanvas canvas, RandomStream random, double gap) {
    double from = between(random, 0, 2 * Math.PI);
    canvas.arc(1, from + gap / 2, from + 2 * Math.PI - gap / 2);
  }

  private static void cross(StrokeCanvas canvas, double upperArm) {
    canvas.line(-1, 0, 1, 0);
    canvas.line(0, -upperArm, 0, 1);
  }

  private static void angle(StrokeCanvas canvas) {
    canvas.line(-0.6, -0.9, 0.8, 0);
    canvas.line(0.8, 0, -0.6, 0.9);
  }

  static double between(RandomStream random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
