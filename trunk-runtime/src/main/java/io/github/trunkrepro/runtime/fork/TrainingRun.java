package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.manifest.Evaluation;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Predictions;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.sensitivity.NarrowMargin;
import io.github.trunkrepro.runtime.training.FeatureCache;
import io.github.trunkrepro.runtime.training.PhaseTiming;
import io.github.trunkrepro.runtime.training.TrainedNode;
import io.github.trunkrepro.runtime.training.TrainedTree;
import io.github.trunkrepro.runtime.training.TreeTrainer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Trains the tree, evaluates it on the test set, and writes everything that comes out. */
final class TrainingRun {
  private static final int FEATURE_MEMORY_SHARE = 4;

  private final RunRequest request;
  private final EventLog events;

  TrainingRun(RunRequest request, EventLog events) {
    this.request = request;
    this.events = events;
  }

  /** Bytes of the heap for feature maps. */
  static long featureMemory() {
    return Runtime.getRuntime().maxMemory() / FEATURE_MEMORY_SHARE;
  }

  List<String> run() {
    Instant start = Instant.now();
    try (OutputFolder output = OutputFolder.lock(Path.of(request.outputDirectory()));
        PixelRoom room = output.pixelRoom()) {
      output.begin();
      Session session = Session.open(request, room);
      request.original().ifPresent(run -> run.requireImages(session.dataset()));
      session.checkBeforeTraining();
      new LeakageSearch(output, events).check(session);
      TrainedTree trained =
          new TreeTrainer(
                  session.recipe(),
                  session.dataset(),
                  session.givenTree(request),
                  session.torch(),
                  new TreeTrainer.Options(
                      Path.of(request.cacheDirectory()),
                      new FeatureCache(featureMemory(), Optional.of(output.scratch())),
                      request.parallelNodes(),
                      request.goal() == RunRequest.Goal.VERIFY_BITS,
                      request.knownWeights()),
                  events)
              .train();
      Predictions predictions = session.predict(trained);
      Evaluation evaluation = predictions.evaluation(session.dataset().classNames());
      session.dataset().verifyFilesUnchanged();
      RunRecords records = new RunRecords(session, trained);
      Manifest manifest =
          records.manifest(
              request.provenance(),
              evaluation,
              start,
              request.inference().speed()
                  ? Optional.of(session.latency(trained))
                  : Optional.empty());
      output.write(
          trained,
          recipeFile(session),
          records.architecture(),
          records.materials(manifest, request.origin()),
          predictions,
          manifest);
      warnOfNearBreakpoints(trained);
      return summary(trained, evaluation);
    }
  }

  private RecipeFile recipeFile(Session session) {
    Path base = Path.of(request.baseDirectory());
    return RecipeFile.of(
        session.recipe(),
        session.recipe().tree().map(tree -> Digests.sha256(base.resolve(tree))),
        session.dataset().train().shape());
  }

  /** Tells of nodes whose groups another draw of images could have made otherwise. */
  private void warnOfNearBreakpoints(TrainedTree trained) {
    List<String> names = trained.tree().classNames();
    for (TrainedNode node : trained.nodes()) {
      node.likelihoods()
          .flatMap(asl -> NarrowMargin.of(node.path().label(names), asl, node.groupingVolatility()))
          .ifPresent(margin -> events.message(true, margin.text()));
    }
  }

  private static List<String> summary(TrainedTree trained, Evaluation evaluation) {
    long reused = trained.timings().stream().filter(PhaseTiming::reused).count();
    return List.of(
        trained.timings().size()
            - reused
            + " phases trained, "
            + reused
            + " taken from the node cache",
        "test accuracy " + evaluation.accuracy().text(4));
  }
}
