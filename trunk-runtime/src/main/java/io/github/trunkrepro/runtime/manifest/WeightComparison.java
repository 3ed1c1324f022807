package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.RunDifference.TensorChange;
import io.github.trunkrepro.runtime.manifest.RunDifference.WeightChanges;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.weights.TensorDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the tensors that are furthest apart, in the first nodes whose weights differ. */
final class WeightComparison {
  private static final int NODES = 3;
  private static final int TENSORS = 4;

  private final RunSide a;
  private final RunSide b;
  private final Optional<Path> folderA;
  private final Optional<Path> folderB;

  /**
   * A comparison.
   *
   * @param folderA folder of the files of A; empty where there is none
   * @param folderB the same of B
   */
  WeightComparison(RunSide a, RunSide b, Optional<Path> folderA, Optional<Path> folderB) {
    this.a = a;
    this.b = b;
    this.folderA = folderA;
    this.folderB = folderB;
  }

  WeightChanges changes() {
    Map<String, NodeBits> before = nodes(a);
    Map<String, NodeBits> after = nodes(b);
    before.keySet().retainAll(after.keySet());
    List<String> differing =
        before.keySet().stream()
            .filter(node -> !before.get(node).weights().equals(after.get(node).weights()))
            .toList();
    if (differing.isEmpty()) {
      return told("Weights: equal in every node that both have.");
    }
    String some =
        "Weights: other in %d of %d nodes that both have"
            .formatted(differing.size(), before.size());
    List<TensorChange> tensors = new ArrayList<>();
    int compared = 0;
    for (String node : differing) {
      Optional<Path> fileA = existing(folderA, before.get(node));
      Optional<Path> fileB = existing(folderB, after.get(node));
      if (fileA.isEmpty() || fileB.isEmpty()) {
        return told(some + "; tensors are not compared, " + without(fileA, fileB));
      }
      Optional<List<TensorDifference>> differences = differences(fileA.get(), fileB.get());
      if (differences.isPresent()) {
        differences.get().stream()
            .sorted(Comparator.comparingDouble(TensorDifference::relative).reversed())
            .limit(TENSORS)
            .forEach(tensor -> tensors.add(change(node, tensor)));
        compared++;
      }
      if (compared == NODES) {
        break;
      }
    }
    return new WeightChanges(
        tensors.isEmpty()
            ? some + "; none of them has tensors of the same shapes."
            : some + "; the tensors that are furthest apart in the first of them:",
        tensors);
  }

  /**
   * The weights of a node.
   *
   * @param id {@link NodeRecord#id}
   * @param weights SHA-256 of what its last phase kept
   */
  private record NodeBits(String id, String weights) {}

  /** The nodes of a side as they are shown, in the order of training. */
  private static Map<String, NodeBits> nodes(RunSide side) {
    Map<String, NodeBits> nodes = new LinkedHashMap<>();
    side.phases()
        .forEach(
            phase ->
                nodes.put(
                    NodePath.parse(phase.node()).label(side.tree().classNames()),
                    new NodeBits(phase.node(), phase.weights())));
    return nodes;
  }

  private static Optional<Path> existing(Optional<Path> folder, NodeBits node) {
    String name = NodePath.parse(node.id()).fileName() + ".safetensors";
    return folder
        .map(found -> found.resolve(NetworkLayout.NODES).resolve(name))
        .filter(Files::isRegularFile);
  }

  private static String without(Optional<Path> fileA, Optional<Path> fileB) {
    if (fileA.isEmpty() && fileB.isEmpty()) {
      return "A and B have no weights.";
    }
    return (fileA.isEmpty() ? "A" : "B") + " has no weights.";
  }

  private static Optional<List<TensorDifference>> differences(Path fileA, Path fileB) {
    try {
      return TensorDifference.between(fileA, fileB);
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "cannot read %s or %s: %s; train again with mvn trunk:train".formatted(fileA, fileB, e),
          e);
    }
  }

  private static TensorChange change(String node, TensorDifference tensor) {
    return new TensorChange(
        node, tensor.tensor(), finite(tensor.relative()), finite(tensor.largest()));
  }

  private static Optional<Double> finite(double value) {
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }

  private static WeightChanges told(String summary) {
    return new WeightChanges(summary, List.of());
  }
}
