package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.RunEvent;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.fork.RunResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the requests and answers as it is told, by goal; by itself with success. */
final class FakeLauncher implements ForkLauncher {
  private final List<ForkRequest> requests = new ArrayList<>();
  private final Map<RunRequest.Goal, RunResult> answers = new HashMap<>();
  private Optional<UserException> crash = Optional.empty();

  List<ForkRequest> requests() {
    return requests;
  }

  List<RunRequest.Goal> goals() {
    return requests.stream().map(request -> request.run().goal()).toList();
  }

  void answer(RunRequest.Goal goal, String... lines) {
    answers.put(goal, new RunResult(Optional.empty(), List.of(lines)));
  }

  void fail(RunRequest.Goal goal, Optional<UserException.Kind> kind, String message) {
    answers.put(goal, new RunResult(Optional.of(new RunResult.Failure(kind, message)), List.of()));
  }

  void crash(String message) {
    crash = Optional.of(new UserException(UserException.Kind.SETUP, message));
  }

  @Override
  public RunResult launch(ForkRequest request, Consumer<RunEvent> events) {
    requests.add(request);
    if (crash.isPresent()) {
      throw crash.get();
    }
    events.accept(new RunEvent.PhaseStarted("root", "class", 4, 100, 1));
    return answers.getOrDefault(request.run().goal(), new RunResult(Optional.empty(), List.of()));
  }
}
