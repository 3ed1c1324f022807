package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/** The input, where its extent is that of the output, is added to what a chain of layers makes. */
record Residual(Chain body, boolean addInput) implements Layer {

  /** The same with other layers. */
  Residual with(Chain other) {
    return new Residual(other, addInput);
  }

  @Override
  public Extent output(Extent input) {
    return body.output();
  }

  @Override
  public List<TensorSpec> tensors() {
    return body.tensors();
  }

  @Override
  public long multiplyAccumulates(Extent output) {
    return body.multiplyAccumulates();
  }

  @Override
  public Forward bind(Map<String, NDArray> state) {
    Forward inner = body.bind(state);
    if (!addInput) {
      return inner;
    }
    return (x, mode) -> {
      try (NDArray y = inner.apply(x, mode)) {
        return y.add(x);
      }
    };
  }
}
