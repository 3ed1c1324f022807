package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.training.PhaseExecutor;
import io.github.trunkrepro.runtime.training.PhaseUnit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Trains each phase of a tree in a process of its own: a JVM with this one's class path, settings
 * and environment, to which it speaks over files alone. What ancestors it has is in the node cache.
 * The processes end with this one, because their standard input does.
 */
final class ProcessPhases implements PhaseExecutor {
  private static final String LOG = "fork.log";

  private final RunRequest request;
  private final StudyUnit unit;
  private final Path folder;

  /**
   * An executor.
   *
   * @param request of the study
   * @param unit whose tree's phases these are
   * @param folder for the processes' files, a folder for each, gone when its phase is taken over
   */
  ProcessPhases(RunRequest request, StudyUnit unit, Path folder) {
    this.request = request;
    this.unit = unit;
    this.folder = folder;
  }

  @Override
  public <T> T train(PhaseUnit phase, Function<Path, T> result) {
    try {
      Files.createDirectories(folder);
      Path own = Files.createTempDirectory(folder, "phase-");
      try {
        AtomicFiles.write(
            own.resolve("request.json"),
            CanonicalJson.bytes(
                request
                    .into(own.toString())
                    .with(RunRequest.Goal.PHASE, request.study().orElseThrow().of(unit, phase))));
        run(own);
        return result.apply(own.resolve(PhaseProcess.RESULT));
      } finally {
        Folders.delete(own);
      }
    } catch (IOException e) {
      throw failed(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted");
    }
  }

  private static void run(Path own) throws IOException, InterruptedException {
    Path answer = own.resolve("result.json");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(Main.class.getName());
    command.add(own.resolve("request.json").toString());
    command.add(own.resolve("events.jsonl").toString());
    command.add(answer.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(own.resolve(LOG).toFile());
    // A class path can be longer than a command line may be.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    try {
      int status = process.waitFor();
      if (!Files.exists(answer)) {
        throw failed(
            "its process ended with status " + status + ":\n" + Files.readString(own.resolve(LOG)));
      }
    } finally {
      process.destroyForcibly();
    }
    RunResult result = Json.read(answer, RunResult.class);
    if (result.failure().isPresent()) {
      throw failed(result.failure().get().message());
    }
  }

  private static UserException failed(String why) {
    return new UserException(UserException.Kind.CHECK, why);
  }
}
