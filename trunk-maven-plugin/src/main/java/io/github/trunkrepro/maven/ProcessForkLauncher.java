package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.cache.TrainingCache;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.Main;
import io.github.trunkrepro.runtime.fork.RunEvent;
import io.github.trunkrepro.runtime.fork.RunResult;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Launches a fork as a process.
 *
 * <p>Request, events and result are files in a folder of their own, so that a second build on the
 * same output folder cannot disturb a first one before the fork's lock turns it away. The fork's
 * standard input stays open for as long as this process lives; its standard output and error are
 * only a log, because native code prints there.
 */
final class ProcessForkLauncher implements ForkLauncher {
  /** Name of the log, in the output folder. */
  static final String LOG = "fork.log";

  /** By name: this process must not load it. */
  private static final String MAIN = "io.github.trunkrepro.runtime.fork.Main";

  private static final long POLL_MILLIS = 50;
  private static final long GRACE_SECONDS = 5;

  private final String mainClass;

  ProcessForkLauncher() {
    this(MAIN);
  }

  ProcessForkLauncher(String mainClass) {
    this.mainClass = mainClass;
  }

  @Override
  public RunResult launch(ForkRequest request, Consumer<RunEvent> events) {
    Path output = Path.of(request.run().outputDirectory());
    Path folder = makeFolder(output);
    LaunchEnd end = new LaunchEnd();
    try {
      try {
        return launch(request, events, folder, end);
      } finally {
        Files.move(folder.resolve(LOG), output.resolve(LOG), StandardCopyOption.REPLACE_EXISTING);
        delete(folder);
      }
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "The training process could not be started in %s with %s: %s."
              .formatted(output, request.java(), e.getMessage()),
          e);
    } finally {
      end.reached();
    }
  }

  /** Makes a folder for one launch in the output folder. */
  private static Path makeFolder(Path output) {
    makeOutputFolder(output);
    try {
      Path folder = Files.createTempDirectory(output, "fork-");
      Files.createFile(folder.resolve(LOG));
      Files.write(folder.resolve(Main.ROOM), new byte[Main.ROOM_BYTES]);
      return folder;
    } catch (IOException e) {
      throw cannotWrite(output, e.getMessage(), e);
    }
  }

  /**
   * Makes the folder of a run's results, if it is not there.
   *
   * @throws UserException when it cannot be made
   */
  static void makeOutputFolder(Path output) {
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      // The exception of a file in the way names the file and says no more.
      Optional<Path> file =
          Stream.iterate(output, Objects::nonNull, Path::getParent)
              .filter(Files::isRegularFile)
              .findFirst();
      throw cannotWrite(output, file.map(f -> f + " is a file").orElse(e.getMessage()), e);
    }
  }

  private static UserException cannotWrite(Path output, String why, IOException cause) {
    return new UserException(
        UserException.Kind.SETUP,
        "The output folder %s cannot be written to: %s. Mend that, or choose another folder with -Dtrunk.outputDirectory=FOLDER."
            .formatted(output, why),
        cause);
  }

  private RunResult launch(
      ForkRequest request, Consumer<RunEvent> events, Path folder, LaunchEnd end)
      throws IOException {
    Path log = folder.resolve(LOG);
    Path eventFile = Files.createFile(folder.resolve("events.jsonl"));
    Path resultFile = folder.resolve("result.json");
    Path requestFile = folder.resolve("request.json");
    Files.write(requestFile, Json.mapper().writeValueAsBytes(request.run()));

    ProcessBuilder builder =
        new ProcessBuilder(command(request, folder, requestFile, eventFile, resultFile))
            .directory(new File(request.run().baseDirectory()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(request.environment());
    Process process = builder.start();
    end.afterShutdownOf(process);
    try (EventTail tail = new EventTail(eventFile)) {
      boolean ended = false;
      while (!ended) {
        ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        tail.read(events);
      }
      if (end.isForced()) {
        throw interrupted();
      }
      return answer(process.exitValue(), resultFile, log, request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } finally {
      end(process);
      tidyAfter(process, request);
    }
  }

  /** Takes away what a process that was killed, or crashed, was just writing. */
  private static void tidyAfter(Process process, ForkRequest request) {
    if (process.isAlive() || process.exitValue() == 0) {
      return;
    }
    try {
      TrainingCache.deleteUnfinished(Path.of(request.run().cacheDirectory()), process.pid());
      AtomicFiles.deleteTemporaries(Path.of(request.run().outputDirectory()), process.pid());
    } catch (IOException e) {
      // Then it stays: whoever reads these folders passes over it, and trunk:cache lists it.
    }
  }

  private List<String> command(
      ForkRequest request, Path folder, Path requestFile, Path eventFile, Path resultFile)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("-Dfile.encoding=UTF-8");
    arguments.add("-Djava.awt.headless=true");
    arguments.add("-XX:+ExitOnOutOfMemoryError");
    arguments.add("-XX:-CreateCoredumpOnCrash");
    // The JVM puts its process id for %p.
    String output = folder.getParent().toString().replace("%", "%%");
    arguments.add("-XX:ErrorFile=" + Path.of(output, "hs_err_%p.log"));
    arguments.addAll(request.jvmArguments());
    arguments.add("-cp");
    arguments.add(
        request.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    arguments.add(mainClass);
    arguments.add(requestFile.toString());
    arguments.add(eventFile.toString());
    arguments.add(resultFile.toString());
    // A class path can be longer than a command line may be.
    Path argumentFile = folder.resolve("arguments");
    Files.write(
        argumentFile,
        arguments.stream()
            .map(a -> '"' + a.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .toList(),
        StandardCharsets.UTF_8);
    List<String> command = new ArrayList<>(request.prefix());
    command.add(request.java().toString());
    command.add("@" + argumentFile);
    return command;
  }

  private static RunResult answer(int exit, Path resultFile, Path log, ForkRequest request)
      throws IOException {
    if (Files.exists(resultFile)) {
      RunResult result = Json.mapper().readValue(resultFile.toFile(), RunResult.class);
      if (exit == (result.failure().isPresent() ? 1 : 0)) {
        return result;
      }
    }
    throw new UserException(UserException.Kind.SETUP, ForkCrash.describe(exit, log, request.run()));
  }

  private static void end(Process process) {
    process.destroy();
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static UserException interrupted() {
    return new UserException(
        UserException.Kind.SETUP,
        "The build was interrupted; the training process was ended. What it had finished is kept: the same command goes on after it.");
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
