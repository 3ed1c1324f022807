package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import io.github.trunkrepro.runtime.engine.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code torch.nn.Linear}. */
record Dense(String name, int in, int out, boolean bias) implements Layer {

  @Override
  public Extent output(Extent input) {
    if (!input.flat()) {
      throw new Misfit("but needs a vector: put Flatten before it");
    }
    if (out < 1) {
      throw new Misfit("but needs at least 1 output");
    }
    return Extent.vector(out);
  }

  @Override
  public List<TensorSpec> tensors() {
    List<TensorSpec> tensors = new ArrayList<>();
    tensors.add(new TensorSpec(name + ".weight", TensorSpec.Initial.UNIFORM, in, List.of(out, in)));
    if (bias) {
      tensors.add(new TensorSpec(name + ".bias", TensorSpec.Initial.UNIFORM, in, List.of(out)));
    }
    return tensors;
  }

  @Override
  public long multiplyAccumulates(Extent output) {
    return (long) in * out;
  }

  @Override
  public Forward bind(Map<String, NDArray> state) {
    NDArray weight = state.get(name + ".weight");
    NDArray offset = state.get(name + ".bias");
    return (x, mode) -> Operators.linear(x, weight, offset);
  }
}
