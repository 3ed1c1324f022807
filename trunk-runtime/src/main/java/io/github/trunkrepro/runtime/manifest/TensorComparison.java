package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.manifest.RunDifference.TensorChange;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far the tensors of two networks are from each other. */
public final class TensorComparison {
  private TensorComparison() {}

  /**
   * The tensors that differ between two networks of a node; a tensor that one network lacks is not
   * compared.
   *
   * @param node as it is shown
   */
  public static List<TensorChange> compare(
      String node, Map<String, Tensor> a, Map<String, Tensor> b) {
    List<TensorChange> changes = new ArrayList<>();
    a.forEach(
        (name, one) -> {
          Tensor other = b.get(name);
          if (other != null && !one.equals(other)) {
            changes.add(new TensorChange(node, name, relative(one, other)));
          }
        });
    return changes;
  }

  /** The largest difference first; before them all those that cannot be expressed. */
  public static List<TensorChange> sorted(List<TensorChange> changes) {
    return changes.stream()
        .sorted(
            Comparator.comparingDouble(
                    (TensorChange change) -> change.relative().orElse(Double.MAX_VALUE))
                .reversed())
        .toList();
  }

  private static Optional<Double> relative(Tensor a, Tensor b) {
    if (a.type() != b.type() || !a.shape().equals(b.shape())) {
      return Optional.empty();
    }
    ByteBuffer one = ByteBuffer.wrap(a.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer other = ByteBuffer.wrap(b.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    double squares = 0;
    double difference = 0;
    while (one.hasRemaining()) {
      double x = a.type() == Tensor.Type.F32 ? one.getFloat() : one.getLong();
      double y = a.type() == Tensor.Type.F32 ? other.getFloat() : other.getLong();
      squares += x * x;
      difference += (x - y) * (x - y);
    }
    double relative = Math.sqrt(difference / squares);
    return Double.isFinite(relative) ? Optional.of(relative) : Optional.empty();
  }
}
