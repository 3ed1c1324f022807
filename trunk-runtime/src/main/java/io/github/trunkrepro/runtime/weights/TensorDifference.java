package io.github.trunkrepro.runtime.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How far a tensor is from another of the same name, type and shape. Computed in double precision,
 * without the engine.
 *
 * @param relative Euclidean norm of the difference, over that of the first; infinite where the
 *     first is zero, not a number where a value is none
 * @param largest difference of two values
 */
public record TensorDifference(String tensor, double relative, double largest) {

  /**
   * The tensors that differ in two safetensors files, in the order of the files. Two tensors are in
   * memory at a time.
   *
   * @return empty when the files do not hold tensors of the same names, types and shapes
   * @throws io.github.trunkrepro.runtime.document.UserException when one is no safetensors file
   */
  public static Optional<List<TensorDifference>> between(Path a, Path b) throws IOException {
    try (InputStream fileA = Files.newInputStream(a);
        InputStream fileB = Files.newInputStream(b)) {
      SafetensorsReader one = new SafetensorsReader(fileA, Files.size(a), a.toString());
      SafetensorsReader other = new SafetensorsReader(fileB, Files.size(b), b.toString());
      if (!one.layout().equals(other.layout())) {
        return Optional.empty();
      }
      List<TensorDifference> differences = new ArrayList<>();
      while (one.hasNext()) {
        String name = one.nextName();
        Tensor before = one.read();
        Tensor after = other.read();
        if (!Arrays.equals(before.bytes(), after.bytes())) {
          differences.add(of(name, before, after));
        }
      }
      return Optional.of(differences);
    }
  }

  private static TensorDifference of(String name, Tensor a, Tensor b) {
    ByteBuffer before = values(a);
    ByteBuffer after = values(b);
    double norm = 0;
    double distance = 0;
    double largest = 0;
    while (before.hasRemaining()) {
      double value = next(a.type(), before);
      double difference = Math.abs(value - next(b.type(), after));
      norm += value * value;
      distance += difference * difference;
      largest = Math.max(largest, difference);
    }
    return new TensorDifference(name, Math.sqrt(distance) / Math.sqrt(norm), largest);
  }

  private static ByteBuffer values(Tensor tensor) {
    return ByteBuffer.wrap(tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static double next(Tensor.Type type, ByteBuffer values) {
    return switch (type) {
      case F32 -> values.getFloat();
      case I64 -> values.getLong();
    };
  }
}
