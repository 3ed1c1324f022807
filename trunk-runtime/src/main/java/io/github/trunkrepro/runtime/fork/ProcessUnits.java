package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.sensitivity.UnitExecutor;
import io.github.trunkrepro.runtime.sensitivity.UnitResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Does each unit in a process of its own, over files alone: a request goes in, a result comes out,
 * trained nodes are in the cache. Processes are started as this one was, so that they compute as it
 * does; they end with it, because their standard input does.
 */
final class ProcessUnits implements UnitExecutor {
  private static final String LOG = "fork.log";

  private final RunRequest request;
  private final Path folder;
  private final int slots;
  private final ExecutorService units;

  /**
   * An executor.
   *
   * @param folder for the processes' files, a folder for each, gone when its unit is done
   */
  ProcessUnits(RunRequest request, Path folder, int slots) {
    this.request = request;
    this.folder = folder;
    this.slots = slots;
    this.units = Executors.newFixedThreadPool(slots);
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public void submit(StudyUnit unit, Consumer<UnitResult> done) {
    units.execute(() -> done.accept(train(unit)));
  }

  private UnitResult train(StudyUnit unit) {
    try {
      Files.createDirectories(folder);
      Path own = Files.createTempDirectory(folder, "unit-");
      RunRequest work = request.into(own.toString());
      AtomicFiles.write(
          own.resolve("request.json"),
          CanonicalJson.bytes(
              work.with(RunRequest.Goal.UNIT, request.study().orElseThrow().of(unit))));
      UnitResult result = run(own);
      Folders.delete(own);
      return result;
    } catch (IOException e) {
      return UnitResult.failed(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UnitResult.failed("interrupted");
    }
  }

  private static UnitResult run(Path own) throws IOException, InterruptedException {
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
        return UnitResult.failed(
            "its process ended with status " + status + ":\n" + Files.readString(own.resolve(LOG)));
      }
    } finally {
      process.destroyForcibly();
    }
    RunResult result = Json.read(answer, RunResult.class);
    return result.failure().isPresent()
        ? UnitResult.failed(result.failure().get().message())
        : Json.read(own.resolve(UnitProcess.RESULT), UnitResult.class);
  }

  @Override
  public void close() {
    units.shutdownNow();
  }
}
