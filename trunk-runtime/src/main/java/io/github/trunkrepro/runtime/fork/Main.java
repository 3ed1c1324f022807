package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The fork: reads a request, does it, writes a result. Standard output and error are only a log.
 * Standard input is the parent's life: at its end this process stops at once.
 */
public final class Main {
  /**
   * File beside the result that the launcher fills with {@link #ROOM_BYTES} and that makes way for
   * the result: were the disk full by then, nobody would learn of it otherwise.
   */
  public static final String ROOM = "room";

  /** Size of {@link #ROOM}. */
  public static final int ROOM_BYTES = 1 << 16;

  private static final int EXIT_FAILED = 1;
  private static final int EXIT_ORPHANED = 2;

  private Main() {}

  /** Arguments: the files {@code request.json}, {@code events.jsonl} and {@code result.json}. */
  public static void main(String[] arguments) {
    stopWithParent(System.in);
    Path resultFile = Path.of(arguments[2]);
    RunResult result =
        RunResult.of(() -> run(Path.of(arguments[0]), new EventLog(Path.of(arguments[1]))));
    makeRoom(resultFile.resolveSibling(ROOM));
    AtomicFiles.write(resultFile, CanonicalJson.bytes(result));
    // Native threads must not keep the process, and there is nothing left to clean up.
    Runtime.getRuntime().halt(result.failure().isPresent() ? EXIT_FAILED : 0);
  }

  private static void makeRoom(Path room) {
    try {
      Files.deleteIfExists(room);
    } catch (IOException e) {
      // Then the result finds the room that there is.
    }
  }

  private static RunResult run(Path requestFile, EventLog events) throws Exception {
    RunRequest request = Json.read(requestFile, RunRequest.class);
    return switch (request.goal()) {
      case TRAIN, VERIFY_BITS -> success(new TrainingRun(request, events).run());
      case EVALUATE, CLASSIFY -> success(new InferenceRun(request).run());
      case STUDY -> success(new SensitivityRun(request, events).run());
      case PHASES -> PhaseProcess.run(request, events);
      case PROBE ->
          new RunResult(Optional.empty(), List.of(), Optional.of(new ProbeRun(request).run()));
      case TRY -> success(TrialRun.run(request));
    };
  }

  private static RunResult success(List<String> lines) {
    return new RunResult(Optional.empty(), lines);
  }

  private static void stopWithParent(InputStream parent) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (parent.read() >= 0) {
                  // Whatever the parent says, it lives.
                }
              } catch (IOException e) {
                // A broken pipe is the same as its end.
              }
              Runtime.getRuntime().halt(EXIT_ORPHANED);
            },
            "trunk-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
