package io.github.trunkrepro.runtime.weights;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor outside the engine.
 *
 * @param type of its values
 * @param shape sizes of its dimensions; empty for a scalar
 * @param bytes values in row-major order, little endian; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes, equal by content: see equals.
public record Tensor(Type type, List<Long> shape, byte[] bytes) {

  /** Types of values, named as in safetensors. */
  public enum Type {
    F32(4),
    I64(8);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }
  }

  /**
   * A tensor.
   *
   * @throws IllegalArgumentException when there are not as many bytes as type and shape say
   * @throws ArithmeticException when the shape says more than a {@code long} can count
   */
  public Tensor {
    shape = List.copyOf(shape);
    long expected = type.bytes();
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + shape);
      }
      expected = Math.multiplyExact(expected, size);
    }
    if (expected != bytes.length) {
      throw new IllegalArgumentException(
          "%s of shape %s has %d bytes, found %d".formatted(type, shape, expected, bytes.length));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && type == tensor.type
        && shape.equals(tensor.shape)
        && Arrays.equals(bytes, tensor.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return type + shape.toString();
  }
}
