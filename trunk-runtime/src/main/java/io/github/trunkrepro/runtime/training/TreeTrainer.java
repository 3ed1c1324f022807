package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.cache.KeyLocks;
import io.github.trunkrepro.runtime.cache.NodeCache;
import io.github.trunkrepro.runtime.cache.PhaseKey;
import io.github.trunkrepro.runtime.cache.TrainingCache;
import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TreeNode;
import io.github.trunkrepro.runtime.weights.Networks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Trains a tree from the root down. A node waits for its parent alone, so independent nodes can
 * train side by side; no bit depends on how many do.
 */
public final class TreeTrainer {

  /**
   * What a training may use and must do; none of it changes a bit.
   *
   * @param cacheFolder where trained phases are kept and found
   * @param features room for feature maps
   * @param parallelNodes how many nodes train at a time
   * @param verify train again what was trained only once, and compare
   * @param knownWeights digest of the weights that another training gave, by the phase's key: to
   *     give them again is to be trained twice
   * @param explain whether a given tree's nodes get likelihoods too, as if the tree had been found
   * @param elsewhere who trains the phases; empty to train them here
   */
  public record Options(
      Path cacheFolder,
      FeatureCache features,
      int parallelNodes,
      boolean verify,
      Map<String, String> knownWeights,
      boolean explain,
      Optional<PhaseExecutor> elsewhere) {

    /** The options of a training that explains no given tree, here. */
    public Options(
        Path cacheFolder,
        FeatureCache features,
        int parallelNodes,
        boolean verify,
        Map<String, String> knownWeights) {
      this(cacheFolder, features, parallelNodes, verify, knownWeights, false, Optional.empty());
    }
  }

  private final Recipe recipe;
  private final Dataset dataset;
  private final Torch torch;
  private final Options options;
  private final TrainingListener listener;
  private final PhaseStore store;
  private final NodeTrainer nodeTrainer;
  private final Map<NodePath, NodeTrainer.Result> results = new ConcurrentHashMap<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * A trainer.
   *
   * @param givenTree trained as it is, instead of one found from likelihoods
   */
  public TreeTrainer(
      Recipe recipe,
      Dataset dataset,
      Optional<ClassTree> givenTree,
      Torch torch,
      Options options,
      TrainingListener listener) {
    this.recipe = recipe;
    this.dataset = dataset;
    this.torch = torch;
    this.options = options;
    this.listener = listener;
    this.store = store(options, listener);
    this.nodeTrainer =
        new NodeTrainer(
            recipe,
            dataset.classNames(),
            givenTree,
            options.explain(),
            torch,
            options
                .elsewhere()
                .<PhaseTraining>map(executor -> new PhasesElsewhere(executor, listener))
                .orElseGet(
                    () -> new PhaseTrainer(recipe, torch, listener, () -> failure.get() != null)),
            store,
            keys(),
            listener);
  }

  private PhaseKey keys() {
    return new PhaseKey(
        recipe,
        new PhaseKey.Images(dataset.trainDigest(), dataset.testDigest(), dataset.classNames()),
        torch.platform().key());
  }

  /** The phases that were trained before. */
  static PhaseStore store(Options options, TrainingListener listener) {
    Path cache = options.cacheFolder();
    return store(
        options, cache.resolve(TrainingCache.NODES), cache.resolve(TrainingCache.LOCKS), listener);
  }

  private static PhaseStore store(
      Options options, Path nodes, Path locks, TrainingListener listener) {
    return new PhaseStore(
        new NodeCache(nodes, text -> listener.message(true, text)),
        new KeyLocks(locks),
        new Checkpoints(options.cacheFolder().resolve(TrainingCache.CHECKPOINTS), listener),
        options.verify(),
        options.knownWeights(),
        listener);
  }

  /** What of the tree is trained already, and what would be trained next. */
  public TreeLookup.Found lookUp() {
    return new TreeLookup(recipe, dataset, store, keys())
        .find(rootData().train().transforms().outputShape());
  }

  /** Trains the tree, or takes from the cache what was trained before. */
  public TrainedTree train() {
    ExecutorService executor = Executors.newFixedThreadPool(options.parallelNodes());
    try {
      return train(executor);
    } finally {
      executor.shutdownNow();
    }
  }

  /**
   * The same on threads that other trees may share; their number is that of the nodes at a time.
   */
  public TrainedTree train(ExecutorService executor) {
    NodePath root = NodePath.root(ClassSet.all(dataset.classNames().size()));
    try {
      NodeData data = rootData();
      subtree(root, data.train().transforms().outputShape(), data, List.of(), executor).join();
    } catch (CompletionException e) {
      throw unwrapped(failure.get() == null ? e.getCause() : failure.get());
    }
    List<TrainedNode> nodes = new ArrayList<>();
    List<PhaseTiming> timings = new ArrayList<>();
    collect(root, nodes, timings);
    return new TrainedTree(new ClassTree(dataset.classNames(), treeNode(root)), nodes, timings);
  }

  /**
   * Does a unit of work: trains its phase below ancestors that the cache has, and stores it in a
   * node cache of its own. Checkpoints are where every training of the phase has them.
   *
   * @param into folder of that node cache
   */
  public void train(PhaseUnit unit, Path into) {
    NodePath target = NodePath.parse(unit.node());
    PhaseStore store = store(options, into, into.resolveSibling(TrainingCache.LOCKS), listener);
    NodeData data = rootData();
    descend(
        NodePath.root(target.sets().get(0)),
        data.train().transforms().outputShape(),
        data,
        List.of(),
        (input, inputs, ancestors) ->
            nodeTrainer.train(unit, target, input, inputs, ancestors, store),
        target);
  }

  /** What is done at the end of a path. */
  private interface AtTarget {
    void run(ImageShape input, NodeData data, List<String> ancestorDigests);
  }

  private void descend(
      NodePath path,
      ImageShape input,
      NodeData data,
      List<String> ancestorDigests,
      AtTarget work,
      NodePath target) {
    try {
      if (path.equals(target)) {
        work.run(input, data, ancestorDigests);
        return;
      }
      TrainedNode node = nodeTrainer.train(path, input, data, ancestorDigests).node();
      ClassSet classes = target.sets().get(path.sets().size());
      try (NDManager manager = torch.newManager()) {
        Network frozen = frozen(node, input, manager);
        descend(
            path.child(classes),
            frozen.featureShape(),
            data.child(classes, frozen, manager, options.features()),
            below(node, ancestorDigests),
            work,
            target);
      }
    } finally {
      data.close();
    }
  }

  private TreeNode treeNode(NodePath path) {
    return new TreeNode(
        path.classes(),
        results.get(path).node().outputs().stream()
            .map(
                classes ->
                    classes.size() > 1
                        ? treeNode(path.child(classes))
                        : TreeNode.leaf(classes.first()))
            .toList());
  }

  private NodeData rootData() {
    TrainingImages images = TrainingImages.of(recipe, dataset);
    ImageShape shape = dataset.train().shape();
    SplitInputs trainInputs =
        SplitInputs.root(images.train(), recipe.pipeline(recipe.train(), shape));
    boolean sameTransform =
        recipe.train().transform().equals(recipe.test().transform())
            && !trainInputs.transforms().random();
    return new NodeData(
        trainInputs,
        SplitInputs.root(images.validation(), recipe.pipeline(recipe.validation().split(), shape)),
        sameTransform
            ? trainInputs
            : SplitInputs.root(images.train(), recipe.pipeline(recipe.test(), shape)));
  }

  /** Trains a node and all below it; ends when the last of them has ended. */
  private CompletableFuture<Void> subtree(
      NodePath path,
      ImageShape input,
      NodeData data,
      List<String> ancestorDigests,
      ExecutorService executor) {
    return CompletableFuture.supplyAsync(
            () -> guarded(() -> nodeTrainer.train(path, input, data, ancestorDigests)), executor)
        .thenCompose(
            result -> {
              results.put(path, result);
              return children(result.node(), input, data, ancestorDigests, executor);
            })
        .whenComplete((done, failed) -> data.close());
  }

  private CompletableFuture<Void> children(
      TrainedNode node,
      ImageShape input,
      NodeData data,
      List<String> ancestorDigests,
      ExecutorService executor) {
    List<ClassSet> inner = node.outputs().stream().filter(classes -> classes.size() > 1).toList();
    if (inner.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    NDManager manager = torch.newManager();
    Network frozen = frozen(node, input, manager);
    List<String> digests = below(node, ancestorDigests);
    CompletableFuture<?>[] subtrees =
        inner.stream()
            .map(
                classes ->
                    subtree(
                        node.path().child(classes),
                        frozen.featureShape(),
                        data.child(classes, frozen, manager, options.features()),
                        digests,
                        executor))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(subtrees).whenComplete((done, failed) -> manager.close());
  }

  private Network frozen(TrainedNode node, ImageShape input, NDManager manager) {
    return Networks.load(
        nodeTrainer.backbone(node.path()), input, node.outputs().size(), node.weights(), manager);
  }

  private static List<String> below(TrainedNode node, List<String> ancestorDigests) {
    List<String> digests = new ArrayList<>(ancestorDigests);
    digests.add(node.weightsDigest());
    return digests;
  }

  /** Remembers the first failure, so that the other nodes stop too and it is the one reported. */
  private <T> T guarded(Supplier<T> work) {
    if (failure.get() != null) {
      throw new TrainingCancelledException();
    }
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  private static RuntimeException unwrapped(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  private void collect(NodePath path, List<TrainedNode> nodes, List<PhaseTiming> timings) {
    NodeTrainer.Result result = results.get(path);
    nodes.add(result.node());
    timings.addAll(result.timings());
    for (ClassSet classes : result.node().outputs()) {
      if (classes.size() > 1) {
        collect(path.child(classes), nodes, timings);
      }
    }
  }
}
