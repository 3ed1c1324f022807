package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import io.github.trunkrepro.runtime.engine.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code torch.nn.Conv2d} with a square kernel. */
record Convolution(
    String name, int in, int out, int kernel, int stride, int padding, int groups, boolean bias)
    implements Layer {

  /** The same convolution, with a bias if it had none. */
  Convolution withBias() {
    return new Convolution(name, in, out, kernel, stride, padding, groups, true);
  }

  @Override
  public Extent output(Extent input) {
    if (out < 1 || kernel < 1 || stride < 1 || padding < 0) {
      throw new Misfit("but needs out, kernel and stride of at least 1 and padding of at least 0");
    }
    return Windows.slide(input, out, kernel, stride, padding);
  }

  @Override
  public List<TensorSpec> tensors() {
    long fanIn = (long) in / groups * kernel * kernel;
    List<TensorSpec> tensors = new ArrayList<>();
    tensors.add(
        new TensorSpec(
            name + ".weight",
            TensorSpec.Initial.UNIFORM,
            fanIn,
            List.of(out, in / groups, kernel, kernel)));
    if (bias) {
      tensors.add(new TensorSpec(name + ".bias", TensorSpec.Initial.UNIFORM, fanIn, List.of(out)));
    }
    return tensors;
  }

  @Override
  public long multiplyAccumulates(Extent output) {
    return output.positions() * out * (in / groups) * kernel * kernel;
  }

  @Override
  public Forward bind(Map<String, NDArray> state) {
    NDArray weight = state.get(name + ".weight");
    NDArray offset = state.get(name + ".bias");
    return (x, mode) -> Operators.convolution(x, weight, offset, stride, padding, groups);
  }
}
