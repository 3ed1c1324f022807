package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.Leakage;
import io.github.trunkrepro.runtime.dataset.LeakageReport;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.inference.Evaluator;
import io.github.trunkrepro.runtime.inference.NodeWeights;
import io.github.trunkrepro.runtime.inference.TreeNetwork;
import io.github.trunkrepro.runtime.manifest.Evaluation;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.network.ClassSetBackbone;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.recipe.ClassSetOverride;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.training.FeatureCache;
import io.github.trunkrepro.runtime.training.PhaseTiming;
import io.github.trunkrepro.runtime.training.TrainedTree;
import io.github.trunkrepro.runtime.training.TreeTrainer;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeReader;
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

  List<String> run() {
    Instant start = Instant.now();
    try (OutputFolder output = OutputFolder.lock(Path.of(request.outputDirectory()));
        PixelRoom room = output.pixelRoom()) {
      output.begin();
      Session session = Session.open(request, room);
      Optional<ClassTree> givenTree = checkBeforeTraining(session);
      checkLeakage(session, output);
      TrainedTree trained =
          new TreeTrainer(
                  session.recipe(),
                  session.dataset(),
                  givenTree,
                  session.torch(),
                  new TreeTrainer.Options(
                      Path.of(request.cacheDirectory()),
                      new FeatureCache(
                          Runtime.getRuntime().maxMemory() / FEATURE_MEMORY_SHARE,
                          Optional.of(output.scratch())),
                      request.parallelNodes(),
                      request.goal() == RunRequest.Goal.VERIFY_BITS,
                      request.knownWeights()),
                  events)
              .train();
      Evaluation evaluation = evaluate(session, trained);
      session.dataset().verifyFilesUnchanged();
      RunRecords records = new RunRecords(session, trained);
      Manifest manifest = records.manifest(request.provenance(), evaluation, start);
      output.write(
          trained, recipeFile(session), records.materials(manifest, request.origin()), manifest);
      return summary(trained, evaluation);
    }
  }

  /** Tells of test images that stand in the training set, and fails above a declared limit. */
  private void checkLeakage(Session session, OutputFolder output) {
    LeakageReport report = Leakage.find(session.dataset());
    String file = output.writeLeakage(report).toString();
    if (!report.isEmpty()) {
      events.message(true, "leakage: " + report.summary() + "; see " + file);
    }
    session.recipe().leakage().ifPresent(limits -> report.check(limits, file));
  }

  /** Finds what would otherwise fail after hours: networks that do not fit, unknown classes. */
  private Optional<ClassTree> checkBeforeTraining(Session session) {
    Recipe recipe = session.recipe();
    List<String> names = session.dataset().classNames();
    ImageShape features =
        Network.check(
            recipe.network().root(),
            session.testTransforms().outputShape(),
            names.size(),
            "network.root");
    Network.check(recipe.network().general(), features, 2, "network.general");
    for (ClassSetBackbone own : recipe.network().classSets()) {
      String where = "network.\"" + String.join(", ", own.classes()) + '"';
      requireClasses(where, own.classes(), names);
      Network.check(own.backbone(), features, 2, where);
    }
    for (ClassSetOverride override : recipe.overrides()) {
      requireClasses(override.where(), override.classes(), names);
    }
    return recipe
        .tree()
        .map(file -> TreeReader.read(Path.of(request.baseDirectory()).resolve(file), file, names));
  }

  private static void requireClasses(String where, List<String> classes, List<String> names) {
    for (String name : classes) {
      if (!names.contains(name)) {
        throw new UserException(
            UserException.Kind.SETUP,
            where + ": no class \"" + name + "\"; there are: " + String.join(", ", names));
      }
    }
  }

  private RecipeFile recipeFile(Session session) {
    Path base = Path.of(request.baseDirectory());
    return RecipeFile.of(
        session.recipe(),
        session.recipe().tree().map(tree -> Digests.sha256(base.resolve(tree))),
        session.dataset().train().shape());
  }

  private static Evaluation evaluate(Session session, TrainedTree trained) {
    List<NodeWeights> nodes =
        trained.nodes().stream()
            .map(node -> new NodeWeights(node.path(), node.outputs(), node.weights()))
            .toList();
    try (TreeNetwork network =
        new TreeNetwork(
            nodes,
            session.recipe().network(),
            session.dataset().classNames(),
            session.testTransforms().outputShape(),
            session.torch().newManager())) {
      return Evaluation.of(
          session.dataset().classNames(),
          new Evaluator(network, session.testTransforms(), session.recipe().seed())
              .confusion(session.dataset().test(), session.dataset().classNames().size()));
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
