package io.github.trunkrepro.runtime.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Tensors for tests. */
final class Tensors {
  private Tensors() {}

  static Tensor f32(List<Long> shape, float... values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return new Tensor(Tensor.Type.F32, shape, bytes);
  }

  static Tensor i64(List<Long> shape, long... values) {
    byte[] bytes = new byte[values.length * Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return new Tensor(Tensor.Type.I64, shape, bytes);
  }
}
