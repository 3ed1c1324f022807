package io.github.trunkrepro.runtime.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.network.Counts;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.network.NetworkSpec;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.weights.Networks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A trained tree, ready to route: each node sorts the images that reach it, on its parent's feature
 * maps, and hands each group to the child behind the strongest output.
 */
public final class TreeNetwork implements AutoCloseable {
  private record Node(Network network, NodePath path, List<ClassSet> outputs) {}

  private final NDManager manager;
  private final ImageShape input;
  private final BatchNorm batchNorm;
  private final Map<NodePath, Node> nodes = new LinkedHashMap<>();

  /**
   * Loads the networks.
   *
   * @param nodes parents before children
   * @param classNames by class index
   * @param input shape of a transformed image
   * @param batchNorm what becomes of it
   * @param manager for the weights; closed with this network, from here on
   */
  public TreeNetwork(
      List<NodeWeights> nodes,
      NetworkSpec spec,
      List<String> classNames,
      ImageShape input,
      BatchNorm batchNorm,
      NDManager manager) {
    this.manager = manager;
    this.input = input;
    this.batchNorm = batchNorm;
    Map<NodePath, ImageShape> inputs = new HashMap<>();
    inputs.put(nodes.get(0).path(), input);
    for (NodeWeights node : nodes) {
      Network network =
          Networks.load(
              spec.of(node.path().isRoot(), node.path().classes().names(classNames)),
              inputs.get(node.path()),
              node.outputs().size(),
              node.weights(),
              manager);
      if (batchNorm == BatchNorm.FOLDED) {
        try (Network trained = network) {
          network = trained.folded(manager);
        }
      }
      for (ClassSet output : node.outputs()) {
        inputs.put(node.path().child(output), network.featureShape());
      }
      this.nodes.put(node.path(), new Node(network, node.path(), node.outputs()));
    }
  }

  /** Shape of a transformed image. */
  public ImageShape input() {
    return input;
  }

  /** What became of batch norm. */
  public BatchNorm batchNorm() {
    return batchNorm;
  }

  /** Size and work of each node, parents before children. */
  public Map<NodePath, Counts> counts() {
    Map<NodePath, Counts> counts = new LinkedHashMap<>();
    nodes.forEach((path, node) -> counts.put(path, node.network().counts()));
    return counts;
  }

  /** The nodes that give a class, not only groups. */
  public List<NodePath> leaves() {
    return nodes.values().stream()
        .filter(node -> node.outputs().stream().anyMatch(output -> output.size() == 1))
        .map(Node::path)
        .toList();
  }

  /** A manager for the images of a batch, to be closed by the caller. */
  NDManager newManager() {
    return manager.newSubManager();
  }

  /**
   * Routes a batch. Thread-safe: the weights are only read.
   *
   * @param images float32, shape (N, C, H, W)
   * @return a route an image, in order
   */
  public List<Route> route(NDArray images) {
    int count = Math.toIntExact(images.getShape().get(0));
    List<List<Route.Step>> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(new ArrayList<>());
    }
    Node root = nodes.values().iterator().next();
    Gradients.suspended(
        () -> {
          descend(root, images, IntStream.range(0, count).toArray(), steps);
          return null;
        });
    return steps.stream().map(Route::new).toList();
  }

  /**
   * Sends a batch down one path, whatever its nodes decide: what routing costs an image that takes
   * it.
   *
   * @param leaf the path's last node
   * @param images float32, shape (N, C, H, W)
   */
  void follow(NodePath leaf, NDArray images) {
    Deque<Node> path = new ArrayDeque<>();
    for (Optional<NodePath> at = Optional.of(leaf); at.isPresent(); at = at.get().parent()) {
      path.push(nodes.get(at.get()));
    }
    Gradients.suspended(
        () -> {
          NDArray maps = images;
          for (Node node : path) {
            maps = node.network().features(maps, Mode.evaluation());
            likelihoods(node, maps);
          }
          return null;
        });
  }

  private static float[] likelihoods(Node node, NDArray features) {
    return node.network().classify(features, Mode.evaluation()).softmax(1).toFloatArray();
  }

  private void descend(Node node, NDArray maps, int[] images, List<List<Route.Step>> steps) {
    NDArray features = node.network().features(maps, Mode.evaluation());
    float[] likelihoods = likelihoods(node, features);
    int outputs = node.outputs().size();
    List<List<Integer>> rowsOfOutput = new ArrayList<>();
    for (int output = 0; output < outputs; output++) {
      rowsOfOutput.add(new ArrayList<>());
    }
    for (int row = 0; row < images.length; row++) {
      int best = strongest(likelihoods, row * outputs, outputs);
      rowsOfOutput.get(best).add(row);
      steps
          .get(images[row])
          .add(new Route.Step(node.outputs().get(best), likelihoods[row * outputs + best]));
    }
    for (int output = 0; output < outputs; output++) {
      ClassSet classes = node.outputs().get(output);
      int[] rows = rowsOfOutput.get(output).stream().mapToInt(Integer::intValue).toArray();
      if (classes.size() > 1 && rows.length > 0) {
        NDArray index = features.getManager().create(IntStream.of(rows).asLongStream().toArray());
        descend(
            nodes.get(node.path().child(classes)),
            rows.length == images.length ? features : features.get(new NDIndex("{}", index)),
            IntStream.of(rows).map(row -> images[row]).toArray(),
            steps);
      }
    }
  }

  /** Index of the largest value, the first of equals. */
  private static int strongest(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public void close() {
    manager.close();
  }
}
