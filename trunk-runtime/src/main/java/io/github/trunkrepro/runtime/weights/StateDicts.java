package io.github.trunkrepro.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.Gradients;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies state dicts between the engine and memory. */
public final class StateDicts {
  private StateDicts() {}

  /** A copy of the arrays, in the same order. */
  public static Map<String, Tensor> copy(Map<String, NDArray> arrays) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    arrays.forEach((name, array) -> tensors.put(name, copy(array)));
    return tensors;
  }

  private static Tensor copy(NDArray array) {
    // The engine's own memory: one copy instead of two. Little endian wherever PyTorch runs.
    ByteBuffer values = array.toByteBuffer(true);
    byte[] bytes = new byte[values.remaining()];
    values.get(bytes);
    return new Tensor(
        type(array.getDataType()),
        Arrays.stream(array.getShape().getShape()).boxed().toList(),
        bytes);
  }

  /**
   * Sets the arrays, which keep their memory, to the tensors of the same names; after it this
   * thread records no gradients.
   *
   * @throws UserException listing every name that is missing, is not expected, or has another type
   *     or shape
   */
  public static void load(Map<String, Tensor> tensors, Map<String, NDArray> arrays) {
    List<String> problems = new ArrayList<>();
    arrays.forEach(
        (name, array) -> {
          String expected = describe(array);
          Tensor tensor = tensors.get(name);
          String found = tensor == null ? "nothing" : tensor.toString();
          if (!found.equals(expected)) {
            problems.add("  " + name + ": expected " + expected + ", found " + found);
          }
        });
    tensors.forEach(
        (name, tensor) -> {
          if (!arrays.containsKey(name)) {
            problems.add("  " + name + ": expected nothing, found " + tensor);
          }
        });
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "the weights do not fit the network; use the network that they were trained with, or"
              + " train again:\n"
              + String.join("\n", problems));
    }
    Gradients.without(
        () -> {
          arrays.forEach((name, array) -> set(array, tensors.get(name)));
          return null;
        });
  }

  private static void set(NDArray array, Tensor tensor) {
    ByteBuffer values =
        ByteBuffer.allocateDirect(tensor.bytes().length).order(ByteOrder.nativeOrder());
    values.put(tensor.bytes()).flip();
    Shape shape = array.getShape();
    // Not NDArray.set(Buffer) nor copyTo: these put Java's memory, which is not aligned as the
    // engine's kernels want it, in place of the array's own.
    try (NDArray source = array.getManager().create(values, shape, array.getDataType())) {
      array.set(new NDIndex("..."), source);
    }
  }

  private static String describe(NDArray array) {
    return type(array.getDataType()) + Arrays.toString(array.getShape().getShape());
  }

  private static Tensor.Type type(DataType type) {
    return switch (type) {
      case FLOAT32 -> Tensor.Type.F32;
      case INT64 -> Tensor.Type.I64;
      default -> throw new IllegalArgumentException("no state is of type " + type);
    };
  }
}
