package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import io.github.trunkrepro.runtime.engine.Operators;
import java.util.Map;

/** {@code torch.flatten(x, 1)}. */
record Reshaping() implements Layer {

  @Override
  public Extent output(Extent input) {
    return Extent.vector(input.shape().values());
  }

  @Override
  public Forward bind(Map<String, NDArray> state) {
    return (x, mode) -> Operators.flatten(x);
  }
}
