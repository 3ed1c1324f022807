package io.github.trunkrepro.runtime.manifest;

import java.util.List;

/**
 * One row of the gate's table.
 *
 * @param allowed what {@code now} may be
 * @param declaredAt keys down the baseline's file to where {@code baseline} stands; of a value that
 *     does not stand there alone, those of what holds it
 */
public record Finding(
    String what,
    String baseline,
    String now,
    String allowed,
    Verdict verdict,
    List<String> declaredAt) {

  /** A row with a copy of the list. */
  public Finding {
    declaredAt = List.copyOf(declaredAt);
  }

  /** What the gate makes of it. */
  public enum Verdict {
    /** As it should be. */
    OK,
    /** Changed or not measured, but nothing to fail for by itself. */
    NOTE,
    /** The build fails. */
    DRIFT
  }
}
