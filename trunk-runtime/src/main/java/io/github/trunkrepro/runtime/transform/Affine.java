package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.RawImage;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Matrices for {@link Warp}, by the formulas of torchvision and Pillow, in their order. */
final class Affine {
  private static final double RADIANS = Math.PI / 180;
  private static final double DEGREES = 180 / Math.PI;

  private Affine() {}

  /** A point in an image, or a way across it, in pixels from its upper left corner. */
  record Point(double x, double y) {
    static final Point ZERO = new Point(0, 0);

    static Point middle(ImageShape shape) {
      return new Point(shape.width() * 0.5, shape.height() * 0.5);
    }
  }

  /**
   * torchvision's {@code affine}: about the centre, with angle and shears in degrees.
   *
   * @param shear along rows (x) and along columns (y)
   */
  static double[] matrix(Point centre, double angle, Point translate, double scale, Point shear) {
    double rotation = angle * RADIANS;
    double shearX = shear.x * RADIANS;
    double shearY = shear.y * RADIANS;
    double cosine = StrictMath.cos(rotation - shearY) / StrictMath.cos(shearY);
    double a = cosine;
    double b =
        -StrictMath.cos(rotation - shearY) * StrictMath.tan(shearX) / StrictMath.cos(shearY)
            - StrictMath.sin(rotation);
    double c = StrictMath.sin(rotation - shearY) / StrictMath.cos(shearY);
    double d =
        -StrictMath.sin(rotation - shearY) * StrictMath.tan(shearX) / StrictMath.cos(shearY)
            + StrictMath.cos(rotation);
    double[] m = {d / scale, -b / scale, 0, -c / scale, a / scale, 0};
    double x = -centre.x - translate.x;
    double y = -centre.y - translate.y;
    m[2] = m[0] * x + m[1] * y + centre.x;
    m[5] = m[3] * x + m[4] * y + centre.y;
    return m;
  }

  /** A shear along rows by so many pixels a row, about the upper left corner, as RandAugment's. */
  static double[] shearX(double slope) {
    double degrees = StrictMath.atan(slope) * DEGREES;
    return matrix(Point.ZERO, 0, Point.ZERO, 1, new Point(degrees, 0));
  }

  /** The same along columns. */
  static double[] shearY(double slope) {
    double degrees = StrictMath.atan(slope) * DEGREES;
    return matrix(Point.ZERO, 0, Point.ZERO, 1, new Point(0, degrees));
  }

  /** Shifts by whole pixels. */
  static double[] translation(ImageShape shape, int right, int down) {
    return matrix(Point.middle(shape), 0, new Point(right, down), 1, Point.ZERO);
  }

  /** Pillow's {@code rotate} about the middle, against the clock, by so many degrees. */
  static RawImage rotated(RawImage image, double angle, Interpolation interpolation, int[] fill) {
    double turn = positive(angle);
    ImageShape shape = image.shape();
    if (turn == 0) {
      return image;
    }
    // Pillow transposes here, whatever the interpolation.
    if (turn == 180) {
      return Warp.apply(image, mirror(shape), Interpolation.NEAREST, fill);
    }
    if ((turn == 90 || turn == 270) && shape.height() == shape.width()) {
      double sine = turn == 90 ? 1 : -1;
      return Warp.apply(
          image, aboutCentre(0, -sine, Point.middle(shape)), Interpolation.NEAREST, fill);
    }
    return Warp.apply(image, rotation(turn, Point.middle(shape)), interpolation, fill);
  }

  /** The same about any point. */
  static RawImage rotated(
      RawImage image, double angle, Point centre, Interpolation interpolation, int[] fill) {
    return Warp.apply(image, rotation(positive(angle), centre), interpolation, fill);
  }

  private static double positive(double angle) {
    double turn = angle % 360;
    return turn < 0 ? turn + 360 : turn;
  }

  private static double[] mirror(ImageShape shape) {
    return new double[] {-1, 0, shape.width(), 0, -1, shape.height()};
  }

  private static double[] rotation(double degrees, Point centre) {
    double angle = -(degrees * RADIANS);
    return aboutCentre(rounded(StrictMath.cos(angle)), rounded(StrictMath.sin(angle)), centre);
  }

  private static double[] aboutCentre(double cosine, double sine, Point centre) {
    double[] m = {cosine, sine, 0, -sine, cosine, 0};
    m[2] = m[0] * -centre.x + m[1] * -centre.y + centre.x;
    m[5] = m[3] * -centre.x + m[4] * -centre.y + centre.y;
    return m;
  }

  /** Python's {@code round(x, 15)}, with which Pillow makes clean right angles. */
  private static double rounded(double value) {
    return new BigDecimal(value).setScale(15, RoundingMode.HALF_EVEN).doubleValue();
  }
}
