package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import io.github.trunkrepro.runtime.engine.Operators;
import java.util.Map;

/**
 * {@code torch.nn.ReLU} or {@code torch.nn.ReLU6}. PyTorch's gradient of both is 0 at the corners.
 *
 * @param six whether values are cut at 6 as well
 * @param inPlace whether the input may be overwritten: only where the layer before it made it and
 *     does not need it again in the backward pass. Same bits, less memory traffic
 */
record Rectifier(boolean six, boolean inPlace) implements Layer {

  @Override
  public Extent output(Extent input) {
    return input;
  }

  @Override
  public Forward bind(Map<String, NDArray> state) {
    if (inPlace) {
      return (x, mode) -> six ? Operators.relu6InPlace(x) : Operators.reluInPlace(x);
    }
    return (x, mode) -> six ? Operators.relu6(x) : Operators.relu(x);
  }
}
