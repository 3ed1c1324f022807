package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.sensitivity.UnitResult;
import io.github.trunkrepro.runtime.training.FeatureCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A unit that has this process for itself. */
final class UnitProcess {
  /** The unit's result, in the output folder. */
  static final String RESULT = "unit.json";

  private UnitProcess() {}

  static List<String> run(RunRequest request, EventLog events) {
    StudyUnit unit = request.study().orElseThrow().unit().orElseThrow();
    ExecutorService nodes = Executors.newFixedThreadPool(request.parallelNodes());
    try (OutputFolder output = OutputFolder.lock(Path.of(request.outputDirectory()));
        PixelRoom room = output.pixelRoom()) {
      UnitTraining training =
          new UnitTraining(
              request,
              room,
              new FeatureCache(TrainingRun.featureMemory(), Optional.of(output.scratch())));
      UnitResult result = UnitResult.of(training.train(unit, nodes, events));
      AtomicFiles.write(
          Path.of(request.outputDirectory()).resolve(RESULT), CanonicalJson.bytes(result));
      return List.of();
    } finally {
      nodes.shutdownNow();
    }
  }
}
