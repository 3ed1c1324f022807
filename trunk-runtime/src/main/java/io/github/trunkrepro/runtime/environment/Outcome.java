package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.environment.RuleResult.Status;
import java.util.List;

/** What a rule says, whatever its level. */
record Outcome(Status status, String note, List<Violation> violations) {
  /** Something is declared, and so it is. */
  static Outcome passed(String found) {
    return new Outcome(Status.PASSED, found, List.of());
  }

  /** Passed without violations, with this note. */
  static Outcome of(List<Violation> violations, String note) {
    return violations.isEmpty() ? passed(note) : new Outcome(Status.FAILED, "", violations);
  }

  static Outcome failed(Violation violation) {
    return of(List.of(violation), "");
  }

  static Outcome notRun(String why) {
    return new Outcome(Status.NOT_RUN, why, List.of());
  }

  /** Nothing to check; what was found is told all the same. */
  static Outcome notDeclared(String found) {
    return new Outcome(Status.NOT_DECLARED, found, List.of());
  }
}
