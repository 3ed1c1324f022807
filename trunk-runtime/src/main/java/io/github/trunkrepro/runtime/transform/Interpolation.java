package io.github.trunkrepro.runtime.transform;

/** How a pixel between pixels is made, by torchvision's names. */
public enum Interpolation {
  NEAREST(0),
  BILINEAR(1),
  BICUBIC(2),
  BOX(0.5),
  HAMMING(1),
  LANCZOS(3);

  private final double reach;

  Interpolation(double reach) {
    this.reach = reach;
  }

  /** Distance, in pixels, from which on an input pixel has no weight in a change of size. */
  double reach() {
    return reach;
  }

  /** Weight of an input pixel at this distance, as Pillow's filters have it. */
  double weight(double distance) {
    double x = Math.abs(distance);
    return switch (this) {
      case NEAREST -> throw new IllegalStateException("nearest has no weights");
      case BILINEAR -> x < 1 ? 1 - x : 0;
      case BICUBIC -> cubic(x);
      case BOX -> distance > -0.5 && distance <= 0.5 ? 1 : 0;
      case HAMMING -> hamming(x);
      case LANCZOS -> x <= 3 && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0;
    };
  }

  private static double cubic(double x) {
    double a = -0.5;
    if (x < 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
  }

  private static double hamming(double x) {
    if (x == 0) {
      return 1;
    }
    if (x >= 1) {
      return 0;
    }
    double angle = x * Math.PI;
    // Pillow multiplies by a float32.
    return StrictMath.sin(angle) / angle * (0.54f + 0.46f * StrictMath.cos(angle));
  }

  private static double sinc(double x) {
    double angle = x * Math.PI;
    return x == 0 ? 1 : StrictMath.sin(angle) / angle;
  }
}
