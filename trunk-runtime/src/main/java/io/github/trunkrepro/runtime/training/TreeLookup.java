package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.cache.PhaseKey;
import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.recipe.NodeHyperparameters;
import io.github.trunkrepro.runtime.recipe.PhaseHyperparameters;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.Grouping;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds how much of a tree is in the cache, without training or computing anything. */
public final class TreeLookup {

  /**
   * What is known of a tree.
   *
   * @param phases in the order of training; below one that is not trained nothing is known
   * @param likelihoods of the nodes that have some, by the node's id
   */
  public record Found(List<PlannedPhase> phases, Map<String, AverageSoftmax> likelihoods) {

    /** What is known, in copies. */
    public Found {
      phases = List.copyOf(phases);
      likelihoods = Map.copyOf(likelihoods);
    }

    /** Whether nothing is left to train. */
    public boolean complete() {
      return phases.stream().allMatch(PlannedPhase::trained);
    }
  }

  /**
   * A phase.
   *
   * @param key of its weights
   * @param node as it is shown
   * @param trained whether it is in the cache
   * @param work images times epochs times multiply-accumulates of a forward pass
   * @param seconds what it took when it was trained; 0 where that is not known
   */
  public record PlannedPhase(
      String key, String node, Phase phase, boolean trained, double work, double seconds) {}

  private final Recipe recipe;
  private final List<String> classNames;
  private final PhaseStore store;
  private final PhaseKey keys;
  private final int[] images;
  private final List<PlannedPhase> phases = new ArrayList<>();
  private final Map<String, AverageSoftmax> likelihoods = new HashMap<>();

  TreeLookup(Recipe recipe, Dataset dataset, PhaseStore store, PhaseKey keys) {
    this.recipe = recipe;
    this.classNames = dataset.classNames();
    this.store = store;
    this.keys = keys;
    this.images = new int[classNames.size()];
    ImageSet train = TrainingImages.of(recipe, dataset).train();
    for (int i = 0; i < train.size(); i++) {
      images[train.label(i)]++;
    }
  }

  /** Looks from the root down. */
  Found find(ImageShape input) {
    visit(NodePath.root(ClassSet.all(classNames.size())), input, List.of());
    return new Found(phases, likelihoods);
  }

  private void visit(NodePath path, ImageShape input, List<String> ancestors) {
    List<String> names = path.classes().names(classNames);
    NodeHyperparameters hyperparameters = recipe.hyperparameters(path.isRoot(), names);
    BackboneSpec backbone = recipe.network().of(path.isRoot(), names);
    List<ClassSet> classes = path.classes().indices().stream().map(ClassSet::of).toList();
    Optional<TrainedPhase> classPhase =
        phase(path, Phase.CLASS, classes, backbone, input, hyperparameters.classPhase(), ancestors);
    Optional<AverageSoftmax> asl =
        classPhase.flatMap(
            phase ->
                store.findLikelihoods(
                    keys.ofLikelihoods(path, phase.record().weightsDigest(), ancestors)));
    if (asl.isEmpty()) {
      return;
    }
    likelihoods.put(path.id(), asl.get());
    List<ClassSet> groups =
        Grouping.groups(asl.get(), hyperparameters.groupingVolatility()).stream()
            .map(path.classes()::select)
            .toList();
    if (groups.size() == 1 || groups.equals(classes)) {
      return;
    }
    phase(path, Phase.GROUPING, groups, backbone, input, hyperparameters.groupingPhase(), ancestors)
        .ifPresent(
            phase -> {
              List<String> below = new ArrayList<>(ancestors);
              below.add(phase.record().weightsDigest());
              ImageShape features = Network.check(backbone, input, groups.size(), "network");
              groups.stream()
                  .filter(group -> group.size() > 1)
                  .forEach(group -> visit(path.child(group), features, below));
            });
  }

  private Optional<TrainedPhase> phase(
      NodePath path,
      Phase phase,
      List<ClassSet> outputs,
      BackboneSpec backbone,
      ImageShape input,
      PhaseHyperparameters hyperparameters,
      List<String> ancestors) {
    String key = keys.of(path, phase, outputs, ancestors);
    Optional<TrainedPhase> stored = store.find(key, path, phase);
    long ofNode = path.classes().indices().stream().mapToLong(index -> images[index]).sum();
    phases.add(
        new PlannedPhase(
            key,
            path.label(classNames),
            phase,
            stored.isPresent(),
            (double) ofNode
                * hyperparameters.epochs()
                * Network.count(backbone, input, outputs.size()).multiplyAccumulates(),
            stored.map(found -> found.timing().seconds()).orElse(0.0)));
    return stored;
  }
}
