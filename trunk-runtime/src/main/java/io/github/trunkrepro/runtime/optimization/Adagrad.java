package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/** {@code torch.optim.Adagrad}: eps is added to the square root of the sum of squares. */
final class Adagrad implements UpdateRule {
  private final OptimizerSpec.Adagrad spec;
  private final NDArray sum;

  Adagrad(OptimizerSpec.Adagrad spec, Shape shape, NDManager manager) {
    this.spec = spec;
    sum = manager.full(shape, (float) spec.initialAccumulatorValue());
  }

  @Override
  public void setMomentum(double value) {
    throw new IllegalStateException("Adagrad has no momentum");
  }

  @Override
  public boolean needsValues() {
    return spec.weightDecay() != 0;
  }

  @Override
  public Map<String, NDArray> state() {
    return Map.of("sum", sum);
  }

  @Override
  public NDArray changes(NDArray gradients, NDArray values, double learningRate, int step) {
    if (needsValues()) {
      gradients.addi(values.mul((float) spec.weightDecay()));
    }
    sum.addi(gradients.square());
    double rate = learningRate / (1 + (step - 1) * spec.lrDecay());
    // Not sqrt: see Adam.
    return gradients.mul((float) rate).divi(sum.pow(0.5f).addi((float) spec.eps()));
  }
}
