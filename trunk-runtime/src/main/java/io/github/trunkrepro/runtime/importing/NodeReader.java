package io.github.trunkrepro.runtime.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.Grouping;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TreeNode;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads nodes, and holds them against the recipe, the tree and each other; collects what differs.
 */
final class NodeReader {
  private final AuthorsFolder folder;
  private final Recipe recipe;
  private final List<String> classNames;
  private final Map<NodePath, ImageShape> inputs = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  NodeReader(AuthorsFolder folder, Recipe recipe, List<String> classNames) {
    this.folder = folder;
    this.recipe = recipe;
    this.classNames = classNames;
  }

  /** What differs so far, a line each. */
  List<String> problems() {
    return problems;
  }

  /**
   * Reads all nodes; those with problems are left out.
   *
   * @param input shape of a transformed image
   * @param nodes parents first
   */
  List<ImportedNode> read(ImageShape input, List<AuthorsTree.Node> nodes) {
    inputs.put(nodes.get(0).path(), input);
    List<ImportedNode> read = new ArrayList<>();
    for (AuthorsTree.Node node : nodes) {
      try {
        read(node).ifPresent(read::add);
      } catch (UserException e) {
        problems.add(e.getMessage());
      }
    }
    return read;
  }

  private Optional<ImportedNode> read(AuthorsTree.Node node) {
    ImageShape input = inputs.get(node.path());
    if (input == null) {
      return Optional.empty(); // its parent does not fit, which is told already
    }
    int before = problems.size();
    List<String> classes = node.path().classes().names(classNames);
    BackboneSpec backbone = recipe.network().of(node.path().isRoot(), classes);
    int outputs = node.node().children().size();
    if (!input.equals(node.input())) {
      problems.add(
          "%s: \"%s\" takes %s there, but %s by the recipe's network"
              .formatted(AuthorsFolder.SHAPES, node.name(), node.input(), input));
    }
    ImageShape features = Network.check(backbone, input, outputs, "network of " + node.name());
    node.node()
        .children()
        .forEach(child -> inputs.put(node.path().child(child.classes()), features));
    Map<String, Tensor> weights = folder.stateDict(AuthorsFolder.weights(node.name()));
    checkShapes(node, weights, Network.stateShapes(backbone, input, outputs));
    double volatility = recipe.hyperparameters(node.path().isRoot(), classes).groupingVolatility();
    Tensor likelihoods = folder.tensor(AuthorsFolder.likelihoods(node.name()));
    checkGroups(node, likelihoods, volatility);
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(
            new ImportedNode(
                node, weights, likelihoods, volatility, Network.count(backbone, input, outputs)));
  }

  private void checkShapes(
      AuthorsTree.Node node, Map<String, Tensor> weights, Map<String, List<Integer>> expected) {
    List<String> different = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          Tensor tensor = weights.get(name);
          String found = tensor == null ? "nothing" : tensor.shape().toString();
          if (!found.equals(shape.toString())) {
            different.add(name + " expected " + shape + ", found " + found);
          }
        });
    weights.forEach(
        (name, tensor) -> {
          if (!expected.containsKey(name)) {
            different.add(name + " expected nothing, found " + tensor.shape());
          }
        });
    if (!different.isEmpty()) {
      problems.add(
          "%s does not fit the recipe's network for classes {%s}, whose layers may be of its own:"
                  .formatted(AuthorsFolder.weights(node.name()), node.path().label(classNames))
              + "\n    "
              + String.join("\n    ", different.subList(0, Math.min(5, different.size())))
              + (different.size() > 5 ? "\n    and " + (different.size() - 5) + " more" : ""));
    }
  }

  private void checkGroups(AuthorsTree.Node node, Tensor likelihoods, double volatility) {
    List<List<Integer>> ofTree = positions(node.node());
    List<List<Integer>> ofFile = groups(node);
    if (!ofFile.equals(ofTree)) {
      problems.add(
          "%s has the groups %s, but the tree of %s has %s (positions in {%s})"
              .formatted(
                  AuthorsFolder.groups(node.name()),
                  ofFile,
                  AuthorsFolder.TARGET_MAP,
                  ofTree,
                  node.path().classes()));
    }
    int k = node.path().classes().size();
    String file = AuthorsFolder.likelihoods(node.name());
    if (!likelihoods.toString().equals("F32[" + k + ", " + k + "]")) {
      problems.add(
          "%s: expected F32[%d, %d], a row and a column for each class of the node, found %s"
              .formatted(file, k, k, likelihoods));
      return;
    }
    double[][] matrix = matrix(likelihoods, k);
    for (double[] row : matrix) {
      for (double value : row) {
        if (!(value >= 0 && value <= 1.001)) {
          problems.add(file + ": expected likelihoods of 0 to 1, found " + value);
          return;
        }
      }
    }
    List<List<Integer>> found = Grouping.groups(matrix, volatility);
    // All classes in one group would repeat the node: it tells them apart by itself.
    List<List<Integer>> ofLikelihoods =
        found.size() > 1 ? found : IntStream.range(0, k).mapToObj(List::of).toList();
    if (!ofLikelihoods.equals(ofTree)) {
      problems.add(
          "%s: at the recipe's grouping volatility %s the likelihoods give the groups %s, but the tree has %s; give the classes {%s} in the recipe the grouping volatility of their training"
              .formatted(file, volatility, ofLikelihoods, ofTree, node.path().label(classNames)));
    }
  }

  private static List<List<Integer>> positions(TreeNode node) {
    ClassSet classes = node.classes();
    return node.children().stream()
        .map(child -> child.classes().indices().stream().map(classes::position).toList())
        .toList();
  }

  /**
   * {@code {"Group 1": [0, 8], ...}}: positions in the node's classes, in the order of the file.
   */
  private List<List<Integer>> groups(AuthorsTree.Node node) {
    return folder
        .json(AuthorsFolder.groups(node.name()))
        .valueStream()
        .map(group -> group.valueStream().map(JsonNode::asInt).toList())
        .toList();
  }

  private static double[][] matrix(Tensor tensor, int k) {
    ByteBuffer values = ByteBuffer.wrap(tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    double[][] matrix = new double[k][k];
    for (double[] row : matrix) {
      for (int j = 0; j < k; j++) {
        row[j] = values.getFloat();
      }
    }
    return matrix;
  }
}
