package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.Leakage;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.manifest.Evaluation;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Predictions;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import io.github.trunkrepro.runtime.training.FeatureCache;
import io.github.trunkrepro.runtime.training.TrainedTree;
import io.github.trunkrepro.runtime.training.TreeTrainer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the time of a training's process goes, step by step, in a JVM that is fresh. Prints a step
 * and its milliseconds a line. The steps are those of {@link TrainingRun}.
 *
 * <p>Arguments: a project, its recipe below it, a folder for the output, a cache.
 */
public final class RunCostBenchmark {
  private RunCostBenchmark() {}

  /** Runs it. */
  public static void main(String[] args) {
    print(
        "jvm",
        (double) System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
    Path base = Path.of(args[0]);
    Path recipeFile = base.resolve(args[1]);
    RunRequest request =
        new RunRequest(
            RunRequest.Goal.TRAIN,
            args[0],
            recipeFile.toString(),
            EngineSpec.DEFAULT,
            Map.of(),
            args[2],
            args[3],
            args[3] + "/datasets",
            1,
            Map.of(),
            Optional.empty(),
            List.of());
    Recipe recipe = timed("recipe", () -> RecipeReader.read(recipeFile, base, Map.of()));
    try (OutputFolder output = OutputFolder.lock(Path.of(args[2]));
        PixelRoom room = output.pixelRoom()) {
      timed("engine, with digests of its libraries", () -> Torch.start(recipe.determinism()));
      timed(
          "images, with digests of their files",
          () ->
              Datasets.read(
                  recipe.source(),
                  base,
                  new Reading(
                      recipe.train().perClass(),
                      recipe.test().perClass(),
                      recipe.seed(),
                      recipe.readingSteps(),
                      room)));
      Session session = Session.open(request, room);
      timed("search for leaked images", () -> Leakage.find(session.dataset()));
      TrainedTree trained =
          timed(
              "phases, or their entries in the cache with digests",
              () ->
                  new TreeTrainer(
                          recipe,
                          session.dataset(),
                          Optional.empty(),
                          session.torch(),
                          new TreeTrainer.Options(
                              Path.of(args[3]),
                              new FeatureCache(1L << 30, Optional.of(output.scratch())),
                              1,
                              false,
                              Map.of()),
                          new EventLog(Path.of(args[2], "events.jsonl")))
                      .train());
      Predictions predictions = timed("test set down the tree", () -> session.predict(trained));
      Evaluation evaluation = predictions.evaluation(session.dataset().classNames());
      timed(
          "digests of the images' files again",
          () -> {
            session.dataset().verifyFilesUnchanged();
            return 0;
          });
      timed(
          "manifest and its digest",
          () -> {
            RunRecords records = new RunRecords(session, trained);
            Manifest manifest =
                records.manifest(Optional.empty(), evaluation, Instant.now(), Optional.empty());
            output.write(
                trained,
                RecipeFile.of(recipe, Optional.empty(), session.dataset().train().shape()),
                records.architecture(),
                records.materials(manifest, Optional.empty()),
                predictions,
                manifest);
            return CanonicalJson.digest(manifest.reproducible());
          });
    }
    Runtime.getRuntime().halt(0);
  }

  private static <T> T timed(String step, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    print(step, (System.nanoTime() - start) / 1e6);
    return result;
  }

  private static void print(String step, double milliseconds) {
    System.out.printf(Locale.ROOT, "%s\t%.0f%n", step, milliseconds);
  }
}
