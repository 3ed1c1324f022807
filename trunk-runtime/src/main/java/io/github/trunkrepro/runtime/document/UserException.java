package io.github.trunkrepro.runtime.document;

/**
 * A mistake of the user's, or a state of the world that only the user can mend. Its message is
 * complete by itself (what, where, expected, found, how to mend) and is shown without a stack
 * trace.
 */
public class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a build makes of the exception. */
  public enum Kind {
    /** The set-up is broken: no such file, bad YAML, a network that does not fit its input. */
    SETUP,
    /** A check did its work and found something: drift, a changed file, bits that differ. */
    CHECK
  }

  private final Kind kind;

  public UserException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public UserException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
