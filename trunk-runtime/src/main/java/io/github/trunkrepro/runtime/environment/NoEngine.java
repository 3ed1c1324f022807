package io.github.trunkrepro.runtime.environment;

/**
 * Why there are no facts of the engine.
 *
 * @param why in words
 */
public record NoEngine(Cause cause, String why) {
  /** For when there are facts. */
  public static final NoEngine NONE = new NoEngine(Cause.NOT_TRIED, "");

  /** What stood in the way. */
  public enum Cause {
    /** There is nothing to start yet. */
    NOT_TRIED,
    /** It was started, and did not get far. */
    FAILED,
    /** A native library is not the declared one. */
    FOREIGN_LIBRARY
  }
}
