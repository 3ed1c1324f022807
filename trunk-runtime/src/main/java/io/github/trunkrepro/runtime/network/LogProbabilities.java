package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** {@code torch.nn.LogSoftmax(dim=1)}. */
record LogProbabilities() implements Layer {

  @Override
  public Extent output(Extent input) {
    return input;
  }

  @Override
  public Forward bind(Map<String, NDArray> state) {
    return (x, mode) -> x.logSoftmax(1);
  }
}
