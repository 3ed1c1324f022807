package io.github.trunkrepro.runtime.attestation;

import io.github.trunkrepro.runtime.cache.PhaseKey;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.manifest.DataRecord;
import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.manifest.Likelihoods;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.NodeRecord;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.Counts;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.optimization.LearningRate;
import io.github.trunkrepro.runtime.recipe.NodeHyperparameters;
import io.github.trunkrepro.runtime.recipe.PhaseHyperparameters;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.Grouping;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TreeNode;
import io.github.trunkrepro.runtime.weights.Safetensors;
import io.github.trunkrepro.runtime.weights.StateDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Recomputes what the manifest says of each node: its place in the tree, its groups from its
 * likelihoods, the phases' keys from the weights above it, the learning rates, the best epoch, the
 * digests and the size of its network.
 */
final class NodeChecks {
  private static final double ROUNDING = 1e-3;

  private final Bundle bundle;
  private final Reproducible run;
  private final Recipe recipe;
  private final ImageShape images;
  private final Optional<PhaseKey> keys;
  private final Faults faults;
  private final List<String> names;
  private final Map<NodePath, List<String>> digests = new HashMap<>();
  private final Map<NodePath, ImageShape> inputs = new HashMap<>();

  /**
   * Checks of a run.
   *
   * @param images shape of the data set's images, before transforms
   * @param keys empty where nothing is known of the images' digests
   */
  NodeChecks(
      Bundle bundle,
      Reproducible run,
      Recipe recipe,
      ImageShape images,
      Optional<PhaseKey> keys,
      Faults faults) {
    this.bundle = bundle;
    this.run = run;
    this.recipe = recipe;
    this.images = images;
    this.keys = keys;
    this.faults = faults;
    this.names = run.tree().classNames();
  }

  void run() {
    List<String> ids = run.tree().nodes().keySet().stream().map(NodePath::id).toList();
    faults.same("tree", "nodes", ids, run.nodes().stream().map(NodeRecord::id).toList());
    faults.same(
        "weights",
        "files in " + NetworkLayout.NODES,
        files(NetworkLayout.NODES, ".safetensors", run.nodes()),
        bundle.list(NetworkLayout.NODES));
    faults.same(
        "grouping",
        "files in " + NetworkLayout.LIKELIHOODS,
        files(
            NetworkLayout.LIKELIHOODS,
            ".json",
            run.nodes().stream().filter(node -> node.likelihoods().isPresent()).toList()),
        bundle.list(NetworkLayout.LIKELIHOODS));
    for (NodeRecord node : run.nodes()) {
      faults.check("tree", () -> node(node));
    }
  }

  private static List<String> files(String folder, String end, List<NodeRecord> nodes) {
    return nodes.stream()
        .map(node -> folder + "/" + NodePath.parse(node.id()).fileName() + end)
        .sorted()
        .toList();
  }

  private void node(NodeRecord node) {
    NodePath path = NodePath.parse(node.id());
    Optional<TreeNode> inTree = run.tree().node(path);
    if (inTree.isEmpty()) {
      return; // Told by the list of nodes.
    }
    String label = "node " + path.label(names);
    List<ClassSet> groups =
        node.groups().stream().map(group -> ClassSet.of(indices(group))).toList();
    faults.same("tree", label + ", classes", path.classes().names(names), node.classes());
    faults.same(
        "tree",
        label + ", groups, by the tree",
        inTree.get().children().stream().map(child -> child.classes().names(names)).toList(),
        node.groups());
    faults.check("grouping", () -> grouping(label, path, node, groups));
    faults.check("phases", () -> phases(label, path, node, groups));
    faults.check("weights", () -> weights(label, path, node));
    faults.check("size", () -> size(label, path, node));
  }

  private List<Integer> indices(List<String> group) {
    return group.stream().map(names::indexOf).toList();
  }

  private NodeHyperparameters hyperparameters(NodePath path) {
    return recipe.hyperparameters(path.isRoot(), path.classes().names(names));
  }

  private void grouping(String label, NodePath path, NodeRecord node, List<ClassSet> groups) {
    faults.same(
        "grouping",
        label + ", whether it has likelihoods (a given tree has none)",
        recipe.tree().isEmpty(),
        node.likelihoods().isPresent());
    if (node.likelihoods().isEmpty()) {
      faults.same("grouping", label + ", flat", false, node.flat());
      return;
    }
    AverageSoftmax asl =
        Json.read(
            bundle.file(NetworkLayout.LIKELIHOODS + "/" + path.fileName() + ".json"),
            AverageSoftmax.class);
    double volatility = hyperparameters(path).groupingVolatility();
    faults.same(
        "grouping",
        label + ", likelihoods near the threshold, by " + NetworkLayout.LIKELIHOODS,
        Likelihoods.of(asl, volatility),
        node.likelihoods().get());
    List<ClassSet> found =
        Grouping.groups(asl, volatility).stream().map(path.classes()::select).toList();
    boolean flat = found.size() == 1;
    List<ClassSet> expected = flat ? singles(path) : found;
    faults.same("grouping", label + ", flat, by its likelihoods", flat, node.flat());
    faults.same(
        "grouping",
        label + ", groups at grouping volatility " + volatility + ", by its likelihoods",
        named(expected),
        named(groups));
    for (int i = 0; i < asl.k(); i++) {
      int index = path.classes().indices().get(i);
      String row = label + ", likelihoods of \"" + names.get(index) + "\"";
      faults.same("grouping", row + ", class", names.get(index), asl.className(i));
      faults.same(
          "grouping", row + ", images", run.data().classes().get(index).train(), asl.count(i));
      double sum = asl.rows().get(i).mean().stream().mapToDouble(Double::doubleValue).sum();
      if (!(Math.abs(sum - 1) < ROUNDING)) {
        faults.add("grouping", row + ": expected a sum of 1, found " + sum);
      }
    }
  }

  private static List<ClassSet> singles(NodePath path) {
    return path.classes().indices().stream().map(ClassSet::of).toList();
  }

  private List<List<String>> named(List<ClassSet> groups) {
    return groups.stream().map(group -> group.names(names)).toList();
  }

  private void phases(String label, NodePath path, NodeRecord node, List<ClassSet> groups) {
    List<Phase> expected = new ArrayList<>();
    boolean grouped = !groups.equals(singles(path));
    if (recipe.tree().isEmpty() || !grouped) {
      expected.add(Phase.CLASS);
    }
    if (grouped) {
      expected.add(Phase.GROUPING);
    }
    faults.same(
        "phases",
        label + ", phases",
        expected,
        node.phases().stream().map(PhaseRecord::phase).toList());
    List<String> ancestors = new ArrayList<>();
    path.parent().ifPresent(parent -> ancestors.addAll(digests.getOrDefault(parent, List.of())));
    for (PhaseRecord phase : node.phases()) {
      String where = label + ", " + phase.phase().label() + " phase";
      List<ClassSet> outputs = phase.phase() == Phase.CLASS ? singles(path) : groups;
      keys.ifPresent(
          key ->
              faults.same(
                  "keys",
                  where + ", key, by recipe, data, platform and the weights above it",
                  key.of(path, phase.phase(), outputs, ancestors),
                  phase.key()));
      epochs(where, path, phase);
    }
    ancestors.add(node.phases().get(node.phases().size() - 1).weightsDigest());
    digests.put(path, ancestors);
  }

  private void epochs(String where, NodePath path, PhaseRecord phase) {
    NodeHyperparameters ofNode = hyperparameters(path);
    PhaseHyperparameters of =
        phase.phase() == Phase.CLASS ? ofNode.classPhase() : ofNode.groupingPhase();
    List<EpochRecord> epochs = phase.epochs();
    faults.same("phases", where + ", number of epochs, by the recipe", of.epochs(), epochs.size());
    long images =
        path.classes().indices().stream()
            .map(run.data().classes()::get)
            .mapToLong(DataRecord.ClassCount::validation)
            .sum();
    LearningRate schedule = LearningRate.of(of.lrScheduler(), of.optimizer().lr());
    int best = 0;
    for (int i = 0; i < epochs.size(); i++) {
      EpochRecord epoch = epochs.get(i);
      String at = where + ", epoch " + (i + 1);
      faults.same("phases", at + ", number", i + 1, epoch.epoch());
      faults.same("phases", at + ", validation images", images, epoch.validation().images());
      faults.same(
          "phases", at + ", learning rate, by the recipe", schedule.next(), epoch.learningRate());
      schedule.observe(
          epoch.loss(), (double) epoch.validation().correct() / epoch.validation().images());
      if (epoch.validation().correct() > epochs.get(best).validation().correct()) {
        best = i;
      }
    }
    faults.same(
        "phases", where + ", best epoch, by validation accuracy", best + 1, phase.bestEpoch());
    faults.same(
        "phases",
        where + ", weights that were kept, by the best epoch",
        epochs.get(best).weightsDigest(),
        phase.weightsDigest());
  }

  private void weights(String label, NodePath path, NodeRecord node) {
    String file = NetworkLayout.NODES + "/" + path.fileName() + ".safetensors";
    Safetensors.Content content = Safetensors.read(bundle.file(file));
    faults.same(
        "weights",
        label + ", SHA-256 of the tensors in " + file + ", by the manifest",
        node.phases().get(node.phases().size() - 1).weightsDigest(),
        StateDigest.of(content.tensors()));
    faults.same(
        "weights", label + ", metadata in " + file, Map.of("node", path.id()), content.metadata());
    Map<String, List<Long>> shapes = new TreeMap<>();
    content.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    Map<String, List<Long>> expected = new TreeMap<>();
    Network.stateShapes(backbone(path), input(path), node.groups().size())
        .forEach(
            (name, shape) -> expected.put(name, shape.stream().map(Integer::longValue).toList()));
    faults.same("weights", label + ", tensors in " + file + ", by the recipe", expected, shapes);
  }

  private void size(String label, NodePath path, NodeRecord node) {
    Counts counts = Network.count(backbone(path), input(path), node.groups().size());
    faults.same(
        "size", label + ", parameters, by the recipe", counts.parameters(), node.parameters());
    faults.same(
        "size",
        label + ", multiply-accumulates, by the recipe",
        counts.multiplyAccumulates(),
        node.macs());
  }

  private BackboneSpec backbone(NodePath path) {
    return recipe.network().of(path.isRoot(), path.classes().names(names));
  }

  /** Shape of a node's input: the images after their transforms, or the parent's feature maps. */
  private ImageShape input(NodePath path) {
    ImageShape known = inputs.get(path);
    if (known == null) {
      known =
          path.parent()
              .map(
                  parent ->
                      Network.check(
                          backbone(parent),
                          input(parent),
                          run.tree().node(parent).orElseThrow().children().size(),
                          "network of " + parent.label(names)))
              .orElseGet(() -> recipe.pipeline(recipe.test(), images).outputShape());
      inputs.put(path, known);
    }
    return known;
  }
}
