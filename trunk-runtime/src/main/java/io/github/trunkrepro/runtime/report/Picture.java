package io.github.trunkrepro.runtime.report;

import java.util.List;

/**
 * A picture of boxes and words, before it is known in which format it will be written.
 *
 * @param title for readers that do not see it
 * @param width in pixels, at one pixel a unit
 * @param height in pixels
 * @param marks drawn in this order, the later above the earlier
 */
record Picture(String title, int width, int height, List<Mark> marks) {
  Picture {
    marks = List.copyOf(marks);
  }

  /** What colours stand for; what they are depends on a light or dark background. */
  enum Tone {
    PAPER,
    INK,
    MUTED,
    RIGHT,
    WRONG
  }

  /** How a word lies to its point. */
  enum Anchor {
    /** Begins there. */
    START,
    /** Has its middle there. */
    MIDDLE,
    /** Ends there. */
    END,
    /** Begins there and runs upwards. */
    UPWARDS
  }

  /** Something to be drawn. */
  sealed interface Mark {}

  /**
   * A filled rectangle.
   *
   * @param strength from 0, which shows what lies below, to 1
   * @param hint what a pointer over it is told; may be empty
   */
  record Box(
      double x, double y, double width, double height, Tone tone, double strength, String hint)
      implements Mark {}

  /**
   * A word, its middle at the height {@code y}, or at the horizontal {@code x} if it runs upwards.
   *
   * @param size of the font in pixels
   */
  record Word(double x, double y, String text, Anchor anchor, Tone tone, double size)
      implements Mark {}
}
