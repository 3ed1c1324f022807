package io.github.trunkrepro.runtime.pickle;

import java.io.IOException;

/** A pickle is not what its reader may read: {@code at byte 12 of its pickle expected a text}. */
public final class PickleException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * For dialects, whose reader adds where it was.
   *
   * @param expected in place of what was found
   */
  public PickleException(String expected) {
    super(expected);
  }

  PickleException(int opcodeAt, PickleException cause) {
    super("at byte " + opcodeAt + " of its pickle expected " + cause.getMessage(), cause);
  }
}
