package io.github.trunkrepro.runtime.manifest;

/**
 * One row of the gate's table.
 *
 * @param allowed what {@code now} may be
 */
public record Finding(String what, String baseline, String now, String allowed, Verdict verdict) {

  /** What the gate makes of it. */
  public enum Verdict {
    /** As it should be. */
    OK,
    /** Changed, but nothing to fail for by itself: a possible cause. */
    NOTE,
    /** The build fails. */
    DRIFT
  }
}
