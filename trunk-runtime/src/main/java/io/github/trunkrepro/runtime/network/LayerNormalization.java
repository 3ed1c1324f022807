package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.Operators;
import java.util.List;
import java.util.Map;

/**
 * {@code torch.nn.LayerNorm([channels, height, width])}: each image's map, less its mean and
 * divided by the root of its biased variance plus eps, times a weight and plus a bias of its own
 * for every value. The same in training and in evaluation.
 */
record LayerNormalization(String name, ImageShape map, double eps) implements Layer {

  @Override
  public Extent output(Extent input) {
    if (!(eps > 0 && eps < 1)) {
      throw new Misfit("but needs eps between 0 and 1");
    }
    Windows.requireMap(input);
    return input;
  }

  @Override
  public List<TensorSpec> tensors() {
    List<Integer> shape = List.of(map.channels(), map.height(), map.width());
    return List.of(
        new TensorSpec(name + ".weight", TensorSpec.Initial.ONES, 0, shape),
        new TensorSpec(name + ".bias", TensorSpec.Initial.ZEROS, 0, shape));
  }

  @Override
  public Forward bind(Map<String, NDArray> state) {
    NDArray weight = state.get(name + ".weight");
    NDArray bias = state.get(name + ".bias");
    return (x, mode) -> Operators.layerNorm(x, weight, bias, eps);
  }
}
