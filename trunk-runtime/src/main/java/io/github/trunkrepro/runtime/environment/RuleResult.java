package io.github.trunkrepro.runtime.environment;

import java.util.List;

/**
 * What became of a rule.
 *
 * @param note what was found when it passed, why it was not run when it was not
 */
public record RuleResult(
    String rule,
    EnvironmentSpec.Level level,
    Status status,
    String note,
    List<Violation> violations) {
  public RuleResult {
    violations = List.copyOf(violations);
  }

  /** How a rule ended. */
  public enum Status {
    PASSED,
    /** With at least one violation. */
    FAILED,
    /** What it looks at is not there yet, or cannot be seen on this machine. */
    NOT_RUN,
    /** Nothing is declared that it could check. */
    NOT_DECLARED,
    /** Switched off. */
    OFF
  }

  /** Whether it fails the build. */
  public boolean failsBuild() {
    return status == Status.FAILED && level == EnvironmentSpec.Level.ERROR;
  }
}
