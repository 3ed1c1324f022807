package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.cache.PhaseKey;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.recipe.NodeHyperparameters;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.Grouping;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TreeNode;
import io.github.trunkrepro.runtime.weights.Networks;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains one node: class phase, likelihoods, groups, and the grouping phase if the groups are not
 * the classes (paper section 4.4). With a given tree, only the phase whose weights route.
 */
final class NodeTrainer {

  /** A trained node, with what its phases cost. */
  record Result(TrainedNode node, List<PhaseTiming> timings) {}

  private final Recipe recipe;
  private final List<String> classNames;
  private final Optional<ClassTree> givenTree;
  private final boolean explain;
  private final Torch torch;
  private final PhaseTraining phases;
  private final PhaseStore store;
  private final PhaseKey keys;
  private final TrainingListener listener;

  NodeTrainer(
      Recipe recipe,
      List<String> classNames,
      Optional<ClassTree> givenTree,
      boolean explain,
      Torch torch,
      PhaseTraining phases,
      PhaseStore store,
      PhaseKey keys,
      TrainingListener listener) {
    this.recipe = recipe;
    this.classNames = classNames;
    this.givenTree = givenTree;
    this.explain = explain;
    this.torch = torch;
    this.phases = phases;
    this.store = store;
    this.keys = keys;
    this.listener = listener;
  }

  Result train(NodePath path, ImageShape input, NodeData data, List<String> ancestorDigests) {
    return new Run(path, input, data, ancestorDigests).train();
  }

  /**
   * Trains one phase of a node alone, into a store of its own.
   *
   * @throws UserException of kind CHECK when recipe, images or ancestors are not those of the unit
   */
  void train(
      PhaseUnit unit,
      NodePath path,
      ImageShape input,
      NodeData data,
      List<String> ancestorDigests,
      PhaseStore into) {
    String key = keys.of(path, unit.phase(), unit.outputs(), ancestorDigests);
    if (!key.equals(unit.key())) {
      throw new UserException(
          UserException.Kind.CHECK,
          "node %s, %s phase: expected the inputs of key %s, found those of %s; recipe, images, cache or platform are others than those of who asked for it"
              .formatted(path.label(classNames), unit.phase().label(), unit.key(), key));
    }
    PhaseTask task = new Run(path, input, data, ancestorDigests).task(unit.phase(), unit.outputs());
    into.phase(key, task, place -> phases.train(task, key, place));
  }

  BackboneSpec backbone(NodePath path) {
    return recipe.network().of(path.isRoot(), path.classes().names(classNames));
  }

  private final class Run {
    private final NodePath path;
    private final ImageShape input;
    private final NodeData data;
    private final List<String> ancestorDigests;
    private final String name;
    private final NodeHyperparameters hyperparameters;
    private final List<ClassSet> classes;
    private final List<PhaseRecord> records = new ArrayList<>();
    private final List<PhaseTiming> timings = new ArrayList<>();

    Run(NodePath path, ImageShape input, NodeData data, List<String> ancestorDigests) {
      this.path = path;
      this.input = input;
      this.data = data;
      this.ancestorDigests = ancestorDigests;
      this.name = path.label(classNames);
      this.hyperparameters =
          recipe.hyperparameters(path.isRoot(), path.classes().names(classNames));
      this.classes = path.classes().indices().stream().map(ClassSet::of).toList();
    }

    Result train() {
      return givenTree.map(this::trainGiven).orElseGet(this::trainFound);
    }

    private Result trainGiven(ClassTree tree) {
      List<ClassSet> groups =
          tree.node(path).orElseThrow().children().stream().map(TreeNode::classes).toList();
      boolean flat = groups.equals(classes);
      if (!explain) {
        Phase phase = flat ? Phase.CLASS : Phase.GROUPING;
        return result(groups, false, trainPhase(task(phase, groups)), Optional.empty());
      }
      TrainedPhase classPhase = trainPhase(task(Phase.CLASS, classes));
      AverageSoftmax likelihoods = likelihoods(classPhase);
      TrainedPhase routing = flat ? classPhase : trainPhase(task(Phase.GROUPING, groups));
      return result(groups, false, routing, Optional.of(likelihoods));
    }

    private AverageSoftmax likelihoods(TrainedPhase classPhase) {
      PhaseTask task = task(Phase.CLASS, classes);
      return store.likelihoods(
          keys.ofLikelihoods(path, classPhase.record().weightsDigest(), ancestorDigests),
          task,
          () -> averageSoftmax(task, classPhase.weights()));
    }

    private Result trainFound() {
      TrainedPhase classPhase = trainPhase(task(Phase.CLASS, classes));
      AverageSoftmax likelihoods = likelihoods(classPhase);
      List<ClassSet> groups =
          Grouping.groups(likelihoods, hyperparameters.groupingVolatility()).stream()
              .map(path.classes()::select)
              .toList();
      if (groups.size() == 1) {
        listener.message(
            true,
            name
                + ": all "
                + classes.size()
                + " classes fall into one group at grouping volatility "
                + hyperparameters.groupingVolatility()
                + "; the node stays flat, with its class-phase weights");
        return result(classes, true, classPhase, Optional.of(likelihoods));
      }
      if (groups.equals(classes)) {
        return result(classes, false, classPhase, Optional.of(likelihoods));
      }
      return result(
          groups, false, trainPhase(task(Phase.GROUPING, groups)), Optional.of(likelihoods));
    }

    private PhaseTask task(Phase phase, List<ClassSet> outputs) {
      return new PhaseTask(
          path,
          name,
          phase,
          backbone(path),
          input,
          phase == Phase.CLASS ? hyperparameters.classPhase() : hyperparameters.groupingPhase(),
          outputs,
          data.train().inputs(),
          data.validation().inputs());
    }

    private TrainedPhase trainPhase(PhaseTask task) {
      String key = keys.of(path, task.phase(), task.outputs(), ancestorDigests);
      TrainedPhase phase = store.phase(key, task, place -> phases.train(task, key, place));
      records.add(phase.record());
      timings.add(phase.timing());
      return phase;
    }

    private AverageSoftmax averageSoftmax(PhaseTask task, Map<String, Tensor> weights) {
      try (NDManager manager = torch.newManager()) {
        Network network = Networks.load(task.backbone(), input, classes.size(), weights, manager);
        return new AverageSoftmaxPass(torch, recipe.averageSoftmax(), recipe.train().batchSize())
            .run(
                network,
                task,
                path.classes().names(classNames),
                data.likelihood().inputs(),
                new Streams(recipe, path, Phase.CLASS));
      }
    }

    private Result result(
        List<ClassSet> outputs,
        boolean oneGroup,
        TrainedPhase routing,
        Optional<AverageSoftmax> likelihoods) {
      return new Result(
          new TrainedNode(
              path,
              input,
              outputs,
              oneGroup,
              routing.weights(),
              records,
              likelihoods,
              hyperparameters.groupingVolatility()),
          List.copyOf(timings));
    }
  }
}
