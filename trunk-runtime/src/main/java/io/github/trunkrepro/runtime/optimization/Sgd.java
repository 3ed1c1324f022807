package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/** {@code torch.optim.SGD}: the momentum buffer begins as the first gradient, undampened. */
final class Sgd implements UpdateRule {
  private OptimizerSpec.Sgd spec;
  private final NDArray buffer;

  Sgd(OptimizerSpec.Sgd spec, Shape shape, NDManager manager) {
    this.spec = spec;
    this.buffer = spec.momentum() == 0 ? null : manager.zeros(shape);
  }

  @Override
  public void setMomentum(double value) {
    spec = (OptimizerSpec.Sgd) spec.withMomentum(value);
  }

  @Override
  public boolean needsValues() {
    return spec.weightDecay() != 0;
  }

  @Override
  public Map<String, NDArray> state() {
    return buffer == null ? Map.of() : Map.of("momentum_buffer", buffer);
  }

  @Override
  public NDArray changes(NDArray gradients, NDArray values, double learningRate, int step) {
    if (needsValues()) {
      gradients.addi(values.mul((float) spec.weightDecay()));
    }
    return direction(gradients, step).mul((float) learningRate);
  }

  private NDArray direction(NDArray gradients, int step) {
    if (buffer == null) {
      return gradients;
    }
    if (step == 1) {
      buffer.addi(gradients);
    } else {
      buffer.muli((float) spec.momentum()).addi(gradients.mul((float) (1 - spec.dampening())));
    }
    return spec.nesterov() ? gradients.add(buffer.mul((float) spec.momentum())) : buffer;
  }
}
