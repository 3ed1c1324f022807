package io.github.trunkrepro.runtime.dataset;

/**
 * Draws lines of round ends on a square grey image. Its arithmetic is IEEE double with {@link
 * StrictMath}, so that every machine draws the same bits.
 *
 * <p>Figures are drawn in a unit frame, x to the right and y downwards, both about -1..1; an affine
 * map takes them to pixels.
 */
final class StrokeCanvas {
  private static final int ARC_SEGMENTS = 20;

  private final int side;
  private final double[] ink;
  private double xx;
  private double xy;
  private double yx;
  private double yy;
  private double centreX;
  private double centreY;
  private double radius;
  private double strength = 1;

  StrokeCanvas(int side) {
    this.side = side;
    this.ink = new double[side * side];
  }

  /**
   * Where and how the unit frame comes to lie.
   *
   * @param scaleX pixels a unit to the right
   * @param scaleY pixels a unit downwards
   * @param angle of rotation, in radians
   * @param slant shift to the right a unit upwards
   * @param centreX pixel that the frame's origin comes to, from the left
   * @param centreY the same from the top
   */
  void frame(
      double scaleX, double scaleY, double angle, double slant, double centreX, double centreY) {
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    xx = cos * scaleX;
    xy = -slant * cos * scaleX - sin * scaleY;
    yx = sin * scaleX;
    yy = -slant * sin * scaleX + cos * scaleY;
    this.centreX = centreX;
    this.centreY = centreY;
  }

  /** Pen of the following lines: thickness in pixels, and ink from 0 to 1. */
  void pen(double thickness, double strength) {
    this.radius = thickness / 2;
    this.strength = strength;
  }

  /** Takes a share of the pen's ink for the following lines. */
  void fade(double share) {
    strength *= share;
  }

  /** A straight line between two points of the frame. */
  void line(double x0, double y0, double x1, double y1) {
    double fromX = centreX + xx * x0 + xy * y0;
    double fromY = centreY + yx * x0 + yy * y0;
    double alongX = xx * (x1 - x0) + xy * (y1 - y0);
    double alongY = yx * (x1 - x0) + yy * (y1 - y0);
    double squared = alongX * alongX + alongY * alongY;
    double reach = radius + 1;
    int left = pixel(Math.min(fromX, fromX + alongX) - reach);
    int right = pixel(Math.max(fromX, fromX + alongX) + reach);
    int top = pixel(Math.min(fromY, fromY + alongY) - reach);
    int bottom = pixel(Math.max(fromY, fromY + alongY) + reach);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double x = column + 0.5 - fromX;
        double y = row + 0.5 - fromY;
        double t = squared == 0 ? 0 : (x * alongX + y * alongY) / squared;
        t = Math.min(Math.max(t, 0), 1);
        double awayX = x - t * alongX;
        double awayY = y - t * alongY;
        double distance = StrictMath.sqrt(awayX * awayX + awayY * awayY);
        double covered = Math.min(Math.max(radius + 0.5 - distance, 0), 1) * strength;
        int index = row * side + column;
        ink[index] = Math.max(ink[index], covered);
      }
    }
  }

  /** A round dot as thick as the pen. */
  void dot(double x, double y) {
    line(x, y, x, y);
  }

  /** An arc of a circle about the origin of the frame; angles clockwise from the right. */
  void arc(double radius, double from, double to) {
    double x = radius * StrictMath.cos(from);
    double y = radius * StrictMath.sin(from);
    for (int i = 1; i <= ARC_SEGMENTS; i++) {
      double angle = from + (to - from) * i / ARC_SEGMENTS;
      double nextX = radius * StrictMath.cos(angle);
      double nextY = radius * StrictMath.sin(angle);
      line(x, y, nextX, nextY);
      x = nextX;
      y = nextY;
    }
  }

  /** Ink of a pixel, from 0 to 1. */
  double ink(int index) {
    return ink[index];
  }

  private int pixel(double coordinate) {
    return (int) Math.min(Math.max(StrictMath.floor(coordinate), 0), side - 1);
  }
}
