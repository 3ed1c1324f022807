package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.manifest.Evaluation;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeDigest;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.sensitivity.UnitResult;
import io.github.trunkrepro.runtime.training.FeatureCache;
import io.github.trunkrepro.runtime.training.PhaseExecutor;
import io.github.trunkrepro.runtime.training.PhaseTiming;
import io.github.trunkrepro.runtime.training.PhaseUnit;
import io.github.trunkrepro.runtime.training.TrainedNode;
import io.github.trunkrepro.runtime.training.TrainedTree;
import io.github.trunkrepro.runtime.training.TrainingListener;
import io.github.trunkrepro.runtime.training.TreeTrainer;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Trains and evaluates units in this process; those that ask for the same images share them. */
final class UnitTraining {
  private final RunRequest request;
  private final PixelRoom room;
  private final FeatureCache features;
  private final LeakageSearch leakage;
  private final Map<String, Dataset> datasets = new HashMap<>();

  UnitTraining(RunRequest request, OutputFolder output, PixelRoom room, TrainingListener events) {
    this.request = request;
    this.room = room;
    features = new FeatureCache(TrainingRun.featureMemory(), Optional.of(output.scratch()));
    leakage = new LeakageSearch(output, events);
  }

  /** The recipe of a unit. */
  static Recipe recipe(RunRequest request, StudyUnit unit) {
    Recipe recipe =
        RecipeReader.read(
            Path.of(request.recipe()),
            Path.of(request.baseDirectory()),
            request.properties(),
            unit.edits());
    return unit.groupingVolatility().isPresent()
        ? recipe.withGroupingVolatility(unit.groupingVolatility().getAsDouble())
        : recipe;
  }

  /** The session of a recipe. */
  Session session(Recipe recipe) {
    return Session.open(request, recipe, dataset(recipe));
  }

  private synchronized Dataset dataset(Recipe recipe) {
    String key =
        CanonicalJson.digest(
            Map.of(
                "source",
                RecipeDigest.canonical(recipe.source()),
                "perClass",
                RecipeDigest.canonical(
                    List.of(recipe.train().perClass(), recipe.test().perClass())),
                "seed",
                recipe.seed(),
                "steps",
                recipe.train().transform().stream()
                    .limit(recipe.readingSteps().count())
                    .map(RecipeDigest::canonical)
                    .toList()));
    return datasets.computeIfAbsent(key, k -> Session.dataset(request, recipe, room));
  }

  /** Looks for leaked images, and fails above a limit of the session's recipe. */
  void checkLeakage(Session session) {
    leakage.check(session);
  }

  /** A trainer of a session's tree, here. */
  TreeTrainer trainer(Session session, Optional<ClassTree> target, TrainingListener listener) {
    return trainer(session, target, target.isPresent(), listener, Optional.empty());
  }

  private TreeTrainer trainer(
      Session session,
      Optional<ClassTree> tree,
      boolean explain,
      TrainingListener listener,
      Optional<PhaseExecutor> elsewhere) {
    return new TreeTrainer(
        session.recipe(),
        session.dataset(),
        tree,
        session.torch(),
        new TreeTrainer.Options(
            Path.of(request.cacheDirectory()),
            features,
            request.parallelNodes(),
            false,
            Map.of(),
            explain,
            elsewhere),
        listener);
  }

  /**
   * Trains and evaluates; what the recipe and the data are at fault for is thrown.
   *
   * @param elsewhere who trains the phases; empty to train them here
   */
  UnitResult.Trained train(
      StudyUnit unit,
      ExecutorService nodes,
      TrainingListener listener,
      Optional<PhaseExecutor> elsewhere) {
    long start = System.nanoTime();
    Session session = session(recipe(request, unit));
    session.checkBeforeTraining();
    checkLeakage(session);
    TrainedTree trained =
        trainer(session, session.givenTree(request), false, listener, elsewhere).train(nodes);
    Evaluation evaluation = session.predict(trained).evaluation(session.dataset().classNames());
    session.dataset().verifyFilesUnchanged();
    Map<String, AverageSoftmax> likelihoods = new HashMap<>();
    for (TrainedNode node : trained.nodes()) {
      node.likelihoods().ifPresent(asl -> likelihoods.put(node.path().id(), asl));
    }
    int reused = (int) trained.timings().stream().filter(PhaseTiming::reused).count();
    return new UnitResult.Trained(
        new RunRecords(session, trained).reproducible(evaluation),
        likelihoods,
        trained.timings().size() - reused,
        reused,
        (System.nanoTime() - start) / 1e9,
        trained.timings().stream().mapToDouble(PhaseTiming::seconds).sum());
  }

  /** Trains one phase of a unit's tree into a node cache of its own. */
  void train(StudyUnit unit, PhaseUnit phase, TrainingListener listener, Path into) {
    Session session = session(recipe(request, unit));
    trainer(session, session.givenTree(request), false, listener, Optional.empty())
        .train(phase, into);
  }
}
