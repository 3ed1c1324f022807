package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.UserException;
import java.util.List;
import java.util.Optional;

/**
 * What a fork answers, as its last act.
 *
 * @param failure why it did not succeed; empty on success
 * @param lines what to show the user on success, beyond the manifest
 * @param facts for {@link RunRequest.Goal#PROBE}
 */
public record RunResult(Optional<Failure> failure, List<String> lines, Optional<ForkFacts> facts) {
  public RunResult {
    lines = List.copyOf(lines);
  }

  /** A result without facts. */
  public RunResult(Optional<Failure> failure, List<String> lines) {
    this(failure, lines, Optional.empty());
  }

  /** What a fork does. */
  interface Work {
    /** Does it. */
    RunResult run() throws Exception;
  }

  /** What comes of work; a failure is printed, for the log, and told. */
  static RunResult of(Work work) {
    try {
      return work.run();
    } catch (UserException e) {
      e.printStackTrace();
      return failed(Optional.of(e.kind()), e.getMessage());
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      e.printStackTrace();
      return failed(Optional.empty(), e.toString());
    }
  }

  private static RunResult failed(Optional<UserException.Kind> kind, String message) {
    return new RunResult(Optional.of(new Failure(kind, message)), List.of());
  }

  /**
   * A run that did not succeed.
   *
   * @param kind a user's failure; empty for a fault of the program, whose stack trace is in the log
   * @param message complete in itself
   */
  public record Failure(Optional<UserException.Kind> kind, String message) {}
}
