package io.github.trunkrepro.runtime.network;

import java.util.List;

/**
 * One tensor of a layer's state.
 *
 * @param name its key in PyTorch's state dict
 * @param initial how a fresh network fills it
 * @param fanIn inputs of one output, for {@link Initial#UNIFORM}
 * @param shape lengths, outermost first; empty for a scalar
 */
record TensorSpec(String name, Initial initial, long fanIn, List<Integer> shape) {
  TensorSpec {
    shape = List.copyOf(shape);
  }

  /** Initial values. */
  enum Initial {
    /** Trainable, uniform within {@code ±1/sqrt(fanIn)}. */
    UNIFORM(true),
    /** Trainable, 1. */
    ONES(true),
    /** Trainable, 0. */
    ZEROS(true),
    /** A buffer of zeros: batch norm's running mean. */
    BUFFER_ZEROS(false),
    /** A buffer of ones: batch norm's running variance. */
    BUFFER_ONES(false),
    /** An int64 scalar: batch norm's number of batches. */
    BUFFER_COUNT(false);

    private final boolean trainable;

    Initial(boolean trainable) {
      this.trainable = trainable;
    }
  }

  boolean trainable() {
    return initial.trainable;
  }

  long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  long bytes() {
    return size() * (initial == Initial.BUFFER_COUNT ? Long.BYTES : Float.BYTES);
  }
}
