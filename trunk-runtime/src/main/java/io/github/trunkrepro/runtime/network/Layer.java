package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/** One layer of a network: what it needs, what comes out, and, once bound to arrays, its work. */
interface Layer {

  /**
   * Extent of the output.
   *
   * @throws Misfit if the layer cannot work on {@code input}
   */
  Extent output(Extent input);

  /** State, in PyTorch's order. */
  default List<TensorSpec> tensors() {
    return List.of();
  }

  /** Multiply-accumulates of one image. */
  default long multiplyAccumulates(Extent output) {
    return 0;
  }

  /** The computation on these arrays. */
  Forward bind(Map<String, NDArray> state);

  /** A bound layer. */
  @FunctionalInterface
  interface Forward {
    /**
     * Output on the manager of {@code x}; may be {@code x} itself. The caller closes {@code x} when
     * it has no further use for it: what the backward pass needs, the engine keeps.
     */
    NDArray apply(NDArray x, Mode mode);
  }
}
