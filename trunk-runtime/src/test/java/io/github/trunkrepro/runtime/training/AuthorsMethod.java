package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.network.DropoutSite;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.optimization.LearningRate;
import io.github.trunkrepro.runtime.optimization.Loss;
import io.github.trunkrepro.runtime.optimization.Optimizer;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.recipe.PhaseHyperparameters;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.SplitSpec;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A tree trained as the authors train theirs, on our networks, for benchmarks alone: in every epoch
 * of every node all images of the data set go through all of the node's ancestors, frozen but in
 * training mode, and those of other branches are dropped after that. The test images do the same
 * after every epoch. One thread loads.
 */
final class AuthorsMethod {
  private static final int LOADERS = 1;

  private final Recipe recipe;
  private final Dataset dataset;
  private final NDManager manager;
  private final Map<NodePath, Network> networks = new HashMap<>();

  private AuthorsMethod(Recipe recipe, Dataset dataset, NDManager manager) {
    this.recipe = recipe;
    this.dataset = dataset;
    this.manager = manager;
  }

  /** Trains all nodes of a tree. */
  static void train(Recipe recipe, Dataset dataset, ClassTree tree, Torch torch) {
    try (NDManager manager = torch.newManager()) {
      AuthorsMethod method = new AuthorsMethod(recipe, dataset, manager);
      tree.nodes().forEach((path, node) -> method.new Node(path, node).train());
    }
  }

  private final class Node {
    private final PhaseHyperparameters hyperparameters;
    private final Streams streams;
    private final List<Network> ancestors = new ArrayList<>();
    private final List<DropoutSite> sites = new ArrayList<>();
    private final Network network;
    private final Optimizer optimizer;
    private final Loss loss;

    /** Output of each class; -1 for those of other branches. */
    private final int[] outputs = new int[dataset.classNames().size()];

    Node(NodePath path, TreeNode node) {
      streams = new Streams(recipe, path, Phase.CLASS);
      for (int label = 0; label < outputs.length; label++) {
        int own = label;
        outputs[label] =
            IntStream.range(0, node.children().size())
                .filter(output -> node.children().get(output).classes().contains(own))
                .findFirst()
                .orElse(-1);
      }
      path.parent().ifPresent(this::addAncestors);
      ancestors.forEach(ancestor -> sites.addAll(ancestor.dropoutSites()));
      network =
          Network.create(
              recipe.network().of(path.isRoot(), path.classes().names(dataset.classNames())),
              path.isRoot()
                  ? recipe.pipeline(recipe.train(), dataset.train().shape()).outputShape()
                  : networks.get(path.parent().orElseThrow()).featureShape(),
              node.children().size(),
              streams::initialization,
              manager);
      networks.put(path, network);
      sites.addAll(network.dropoutSites());
      hyperparameters =
          recipe
              .hyperparameters(path.isRoot(), path.classes().names(dataset.classNames()))
              .classPhase();
      optimizer = Optimizer.of(hyperparameters.optimizer(), network.parameters().values());
      loss = Loss.of(hyperparameters.loss());
    }

    private void addAncestors(NodePath ancestor) {
      ancestor.parent().ifPresent(this::addAncestors);
      ancestors.add(networks.get(ancestor));
    }

    void train() {
      LearningRate schedule =
          LearningRate.of(hyperparameters.lrScheduler(), hyperparameters.optimizer().lr());
      try (BatchLoader training = loader(dataset.train(), recipe.train());
          BatchLoader test = loader(dataset.test(), recipe.validation().split())) {
        for (int epoch = 1; epoch <= hyperparameters.epochs(); epoch++) {
          double learningRate = schedule.next();
          int[] order = IntStream.range(0, dataset.train().size()).toArray();
          streams.shuffle(epoch).shuffle(order);
          pass(training, order, epoch, batch -> trainOn(batch, learningRate));
          pass(test, IntStream.range(0, dataset.test().size()).toArray(), epoch, this::validateOn);
        }
      }
    }

    private BatchLoader loader(ImageSet images, SplitSpec split) {
      PixelInputs inputs =
          new PixelInputs(images, recipe.pipeline(split, images.shape()), List.of());
      return new BatchLoader(inputs, label -> label, split.batchSize(), sites, LOADERS);
    }

    private void pass(BatchLoader loader, int[] order, int epoch, BatchWork work) {
      BatchLoader.PassStreams numbers =
          new BatchLoader.PassStreams() {
            @Override
            public RandomStream image(int position) {
              return streams.augmentation(epoch, position);
            }

            @Override
            public RandomStream dropout(int batch, int layer) {
              return streams.dropout(epoch, batch, layer);
            }
          };
      try (BatchLoader.Pass pass = loader.pass(order, numbers)) {
        for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
          try (NDManager scope = manager.newSubManager()) {
            own(batch, scope).ifPresent(work::on);
          }
        }
      }
    }

    /** The images of this node's branch, as its ancestors show them. */
    private Optional<Own> own(Batch batch, NDManager scope) {
      int[] rows =
          IntStream.range(0, batch.size()).filter(i -> outputs[label(batch, i)] >= 0).toArray();
      List<NDArray> masks = BatchTensors.masks(batch, sites, scope);
      NDArray maps =
          BatchTensors.images(
              batch, recipe.pipeline(recipe.train(), dataset.train().shape()).outputShape(), scope);
      Gradients.disable();
      int site = 0;
      for (Network ancestor : ancestors) {
        int end = site + ancestor.dropoutSites().size();
        maps = ancestor.features(maps, Mode.training(masks.subList(site, end)));
        site = end;
      }
      // Batch norm needs two values; a batch without images of this branch leaves nothing to do.
      if (rows.length < 2) {
        return Optional.empty();
      }
      NDArray targets =
          scope.create(IntStream.of(rows).mapToLong(row -> outputs[label(batch, row)]).toArray());
      if (rows.length < batch.size()) {
        maps = maps.get(scope.create(IntStream.of(rows).asLongStream().toArray()));
      }
      List<NDArray> ownMasks =
          masks.subList(site, masks.size()).stream()
              .map(mask -> mask.get("0:" + rows.length))
              .toList();
      return Optional.of(new Own(maps, targets, Mode.training(ownMasks)));
    }

    private int label(Batch batch, int row) {
      return (int) batch.targets().getLong(row * Long.BYTES);
    }

    private void trainOn(Own own, double learningRate) {
      Gradients.with(
          () -> {
            NDArray value = loss.mean(network.forward(own.maps(), own.mode()), own.targets());
            Gradients.backward(value);
            return value;
          });
      optimizer.step(learningRate);
      optimizer.zeroGradients();
    }

    private void validateOn(Own own) {

      Gradients.without(
          () ->
              network
                  .forward(own.maps(), own.mode())
                  .argMax(1)
                  .eq(own.targets())
                  .countNonzero()
                  .getLong());
    }
  }

  private interface BatchWork {
    void on(Own own);
  }

  private record Own(NDArray maps, NDArray targets, Mode mode) {}
}
