package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.training.PhaseUnit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process that trains phases, one after the other, as {@link PhaseWorker} asks for them. All that
 * they tell each other stands in files: a folder for each phase, work in it, then nodes and answer.
 */
final class PhaseProcess {
  /** A node cache with the phase. */
  static final String NODES = "nodes";

  /** Written whole, like the answer. */
  static final String WORK = "work.json";

  /** A {@link RunResult}. */
  static final String ANSWER = "answer.json";

  /** From a look for work or for an answer to the next. */
  static final long WAIT_MILLISECONDS = 5;

  private PhaseProcess() {}

  /**
   * What is asked for.
   *
   * @param unit variant of the study
   * @param phase of its tree
   */
  record Work(StudyUnit unit, PhaseUnit phase) {}

  /** The folder of a process's phase, counted from 1. */
  static Path folder(Path process, int phase) {
    return process.resolve("phase-" + phase);
  }

  /** Goes on until the process ends, which it does with the one that started it. */
  static RunResult run(RunRequest request, EventLog events) throws InterruptedException {
    Path process = Path.of(request.outputDirectory());
    try (OutputFolder output = OutputFolder.lock(process);
        PixelRoom room = output.pixelRoom()) {
      UnitTraining training = new UnitTraining(request, output, room, events);
      for (int phase = 1; ; phase++) {
        Path folder = folder(process, phase);
        while (Files.notExists(folder.resolve(WORK))) {
          Thread.sleep(WAIT_MILLISECONDS);
        }
        RunResult answer =
            RunResult.of(
                () -> {
                  Work work = Json.read(folder.resolve(WORK), Work.class);
                  training.train(work.unit(), work.phase(), events, folder.resolve(NODES));
                  return new RunResult(Optional.empty(), List.of());
                });
        AtomicFiles.write(folder.resolve(ANSWER), CanonicalJson.bytes(answer));
      }
    }
  }
}
