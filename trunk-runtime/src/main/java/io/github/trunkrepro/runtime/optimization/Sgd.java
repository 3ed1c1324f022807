package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** {@code torch.optim.SGD}: the momentum buffer begins as the first gradient, undampened. */
final class Sgd implements UpdateRule {
  private final OptimizerSpec.Sgd spec;
  private final NDArray buffer;
  private boolean first = true;

  Sgd(OptimizerSpec.Sgd spec, Shape shape, NDManager manager) {
    this.spec = spec;
    this.buffer = spec.momentum() == 0 ? null : manager.zeros(shape);
  }

  @Override
  public boolean needsValues() {
    return spec.weightDecay() != 0;
  }

  @Override
  public NDArray changes(NDArray gradients, NDArray values, double learningRate) {
    if (needsValues()) {
      gradients.addi(values.mul((float) spec.weightDecay()));
    }
    return direction(gradients).mul((float) learningRate);
  }

  private NDArray direction(NDArray gradients) {
    if (buffer == null) {
      return gradients;
    }
    if (first) {
      buffer.addi(gradients);
      first = false;
    } else {
      buffer.muli((float) spec.momentum()).addi(gradients.mul((float) (1 - spec.dampening())));
    }
    return spec.nesterov() ? gradients.add(buffer.mul((float) spec.momentum())) : buffer;
  }
}
