package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.RunResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;

/** Runs forks for a goal, and shows how far they are. */
record ForkRunner(ForkLauncher launcher, Log log, MavenSession session) {

  /** Runs a fork, and returns what came of it, a failure too. */
  RunResult launch(ForkRequest request) {
    Optional<LiveLine> live = LiveLine.of(session).filter(line -> log.isInfoEnabled());
    try {
      return launcher.launch(request, new ProgressPrinter(log, live, System::nanoTime));
    } finally {
      live.ifPresent(LiveLine::clear);
    }
  }

  /**
   * Runs a fork, and returns what it has to say.
   *
   * @throws UserException what the fork failed with
   */
  List<String> run(ForkRequest request) {
    RunResult result = launch(request);
    if (result.failure().isPresent()) {
      throw failure(request, result.failure().get());
    }
    return result.lines();
  }

  private static UserException failure(ForkRequest request, RunResult.Failure failure) {
    return failure
        .kind()
        .map(kind -> new UserException(kind, failure.message()))
        .orElseGet(
            () ->
                new UserException(
                    UserException.Kind.SETUP,
                    "The training process failed by a fault of its own, not of the project: %s%nIts log has the stack trace: %s"
                        .formatted(
                            failure.message(),
                            Path.of(request.run().outputDirectory())
                                .resolve(ProcessForkLauncher.LOG))));
  }
}
