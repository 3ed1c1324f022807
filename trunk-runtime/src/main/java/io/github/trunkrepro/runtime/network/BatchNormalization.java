package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import io.github.trunkrepro.runtime.engine.Operators;
import java.util.List;
import java.util.Map;

/**
 * {@code torch.nn.BatchNorm2d}: running = (1 - momentum) * running + momentum * batch, with the
 * unbiased variance; the normalisation itself uses the biased one.
 */
record BatchNormalization(String name, int channels, double eps, double momentum) implements Layer {

  @Override
  public Extent output(Extent input) {
    if (!(eps > 0 && eps < 1 && momentum >= 0 && momentum <= 1)) {
      throw new Misfit("but needs eps between 0 and 1 and momentum in 0 to 1");
    }
    Windows.requireMap(input);
    return input;
  }

  @Override
  public List<TensorSpec> tensors() {
    List<Integer> shape = List.of(channels);
    return List.of(
        new TensorSpec(name + ".weight", TensorSpec.Initial.ONES, 0, shape),
        new TensorSpec(name + ".bias", TensorSpec.Initial.ZEROS, 0, shape),
        new TensorSpec(name + ".running_mean", TensorSpec.Initial.BUFFER_ZEROS, 0, shape),
        new TensorSpec(name + ".running_var", TensorSpec.Initial.BUFFER_ONES, 0, shape),
        new TensorSpec(
            name + ".num_batches_tracked", TensorSpec.Initial.BUFFER_COUNT, 0, List.of()));
  }

  @Override
  public Forward bind(Map<String, NDArray> state) {
    NDArray weight = state.get(name + ".weight");
    NDArray bias = state.get(name + ".bias");
    NDArray mean = state.get(name + ".running_mean");
    NDArray variance = state.get(name + ".running_var");
    NDArray batches = state.get(name + ".num_batches_tracked");
    return (x, mode) -> {
      if (mode.training()) {
        batches.addi(1);
      }
      return Operators.batchNorm(x, weight, bias, mean, variance, mode.training(), momentum, eps);
    };
  }
}
