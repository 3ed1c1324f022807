package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.List;

/** {@code torch.optim.SGD}: the momentum buffer begins as the first gradient, undampened. */
final class Sgd extends Optimizer {
  private final OptimizerSpec.Sgd spec;
  private final List<NDArray> momentumBuffers;

  Sgd(OptimizerSpec.Sgd spec, Collection<NDArray> parameters) {
    super(parameters);
    this.spec = spec;
    this.momentumBuffers = spec.momentum() == 0 ? List.of() : zeros();
  }

  @Override
  void update(int index, NDArray parameter, NDArray gradient, double learningRate, int step) {
    NDArray direction = gradient;
    if (spec.weightDecay() != 0) {
      // Times the gradient's manager, so that the product dies with the step.
      direction = gradient.add(scaled(gradient, parameter, spec.weightDecay()));
    }
    if (spec.momentum() != 0) {
      NDArray buffer = momentumBuffers.get(index);
      buffer.muli(spec.momentum());
      buffer.addi(step == 1 ? direction : direction.mul(1 - spec.dampening()));
      direction =
          spec.nesterov()
              ? direction.add(scaled(gradient, buffer, spec.momentum()))
              : scaled(gradient, buffer, 1);
    }
    parameter.subi(direction.mul(learningRate));
  }

  private static NDArray scaled(NDArray owner, NDArray array, double factor) {
    NDArray product = array.mul(factor);
    product.attach(owner.getManager());
    return product;
  }
}
