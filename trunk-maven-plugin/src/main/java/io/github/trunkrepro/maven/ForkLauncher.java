package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.RunEvent;
import io.github.trunkrepro.runtime.fork.RunResult;
import java.util.function.Consumer;

/** Runs one request in a JVM of its own. */
interface ForkLauncher {

  /**
   * Launches the fork and waits for its end.
   *
   * @param events called on this thread, in the order in which the fork wrote
   * @return what the fork answered, which may be a failure
   * @throws UserException of kind {@code SETUP} when the fork could not start, or ended without an
   *     answer
   */
  RunResult launch(ForkRequest request, Consumer<RunEvent> events);
}
