package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.RunEvent;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.fork.RunResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The main class of forks that behave as the request's property {@code behaviour} says. */
final class FakeFork {
  private FakeFork() {}

  /**
   * Reads a request and does what it says.
   *
   * @param args request, events and result, as the runtime's main class takes them
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException, InterruptedException {
    RunRequest request = Json.mapper().readValue(Path.of(args[0]).toFile(), RunRequest.class);
    Path events = Path.of(args[1]);
    Path result = Path.of(args[2]);
    System.out.println("fake fork begins");
    switch (request.properties().get("behaviour")) {
      case "succeed" -> {
        event(events, "one");
        event(events, "two, with umlaut \u00fc");
        answer(result, new RunResult(Optional.empty(), List.of("done")));
      }
      case "environment" ->
          answer(
              result,
              new RunResult(
                  Optional.empty(),
                  new TreeMap<>(System.getenv())
                      .entrySet().stream().map(Map.Entry::toString).toList()));
      case "fail" -> {
        answer(
            result,
            new RunResult(
                Optional.of(
                    new RunResult.Failure(
                        Optional.of(UserException.Kind.CHECK), "the bits differ")),
                List.of()));
        System.exit(1);
      }
      case "answer-then-abort" -> {
        answer(result, new RunResult(Optional.empty(), List.of("done")));
        Runtime.getRuntime().halt(134);
      }
      case "exit-3" -> {
        System.err.println("the last words");
        System.exit(3);
      }
      case "be-killed" -> {
        ProcessHandle self = ProcessHandle.current();
        new ProcessBuilder("kill", "-9", Long.toString(self.pid())).start().waitFor();
        Thread.sleep(60_000);
      }
      case "write-much" -> {
        String line = "x".repeat(1023) + "\n";
        for (int i = 0; i < 20_000; i++) {
          System.out.print(line);
        }
        for (int i = 0; i < 5_000; i++) {
          event(events, "event " + i);
        }
        answer(result, new RunResult(Optional.empty(), List.of("done")));
      }
      case "wait-for-end-of-input" -> {
        Files.writeString(result.resolveSibling("../waiting"), "");
        System.in.transferTo(OutputStream.nullOutputStream());
        Files.writeString(result.resolveSibling("../stopped"), "");
        System.exit(4);
      }
      default -> throw new IllegalArgumentException(request.properties().toString());
    }
  }

  private static void event(Path events, String text) throws IOException {
    String line =
        Json.mapper()
                .writerFor(RunEvent.class)
                .writeValueAsString(new RunEvent.Message(RunEvent.Message.Level.INFO, text))
            + "\n";
    Files.writeString(events, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  private static void answer(Path file, RunResult result) throws IOException {
    Files.write(file, Json.mapper().writeValueAsBytes(result));
  }
}
