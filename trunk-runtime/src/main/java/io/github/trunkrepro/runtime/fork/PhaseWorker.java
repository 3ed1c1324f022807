package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@link PhaseProcess}, from outside: a JVM with this one's class path, settings and environment,
 * so that it computes as this one does. It ends with this one, because its standard input does.
 */
final class PhaseWorker implements AutoCloseable {
  private static final String LOG = "fork.log";

  private final Path folder;
  private final Process process;
  private int phases;

  /**
   * Starts the process.
   *
   * @param request of the study
   * @param folder for the process's files
   */
  PhaseWorker(RunRequest request, Path folder) throws IOException {
    this.folder = folder;
    Path requestFile = folder.resolve("request.json");
    AtomicFiles.write(
        requestFile,
        CanonicalJson.bytes(request.into(folder.toString()).withGoal(RunRequest.Goal.PHASES)));
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(Main.class.getName());
    command.add(requestFile.toString());
    command.add(folder.resolve("events.jsonl").toString());
    command.add(folder.resolve("result.json").toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(LOG).toFile());
    // A class path can be longer than a command line may be.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    process = builder.start();
  }

  /** Whether it can be asked for more. */
  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Has a phase trained.
   *
   * @return folder of the phase's files, with a node cache in it; the caller deletes it
   * @throws UserException when it could not be trained
   */
  Path train(PhaseProcess.Work work) throws IOException, InterruptedException {
    phases++;
    Path own = Files.createDirectories(PhaseProcess.folder(folder, phases));
    AtomicFiles.write(own.resolve(PhaseProcess.WORK), CanonicalJson.bytes(work));
    Path answer = own.resolve(PhaseProcess.ANSWER);
    while (Files.notExists(answer)) {
      boolean ended =
          process.waitFor(PhaseProcess.WAIT_MILLISECONDS, TimeUnit.MILLISECONDS)
              && Files.notExists(answer);
      if (ended) {
        throw new UserException(
            UserException.Kind.CHECK,
            "its process ended with status "
                + process.exitValue()
                + ":\n"
                + Files.readString(folder.resolve(LOG)));
      }
    }
    RunResult result = Json.read(answer, RunResult.class);
    if (result.failure().isPresent()) {
      throw new UserException(UserException.Kind.CHECK, result.failure().get().message());
    }
    return own;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
