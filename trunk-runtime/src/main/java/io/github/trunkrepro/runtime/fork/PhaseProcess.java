package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.training.FeatureCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A phase that has this process for itself. */
final class PhaseProcess {
  /** The node cache with the phase, in the output folder. */
  static final String RESULT = "nodes";

  private PhaseProcess() {}

  static List<String> run(RunRequest request, EventLog events) {
    StudyRequest study = request.study().orElseThrow();
    Path folder = Path.of(request.outputDirectory());
    try (OutputFolder output = OutputFolder.lock(folder);
        PixelRoom room = output.pixelRoom()) {
      FeatureCache features =
          new FeatureCache(TrainingRun.featureMemory(), Optional.of(output.scratch()));
      new UnitTraining(request, room, features)
          .train(
              study.unit().orElseThrow(),
              study.phase().orElseThrow(),
              events,
              folder.resolve(RESULT));
      return List.of();
    }
  }
}
