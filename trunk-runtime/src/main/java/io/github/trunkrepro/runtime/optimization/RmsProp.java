package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.TreeMap;

/** {@code torch.optim.RMSprop}: eps is added to the square root. */
final class RmsProp implements UpdateRule {
  private OptimizerSpec.RmsProp spec;
  private final NDArray square;
  private final NDArray mean;
  private final NDArray buffer;

  RmsProp(OptimizerSpec.RmsProp spec, Shape shape, NDManager manager) {
    this.spec = spec;
    square = manager.zeros(shape);
    mean = spec.centered() ? manager.zeros(shape) : null;
    buffer = spec.momentum() == 0 ? null : manager.zeros(shape);
  }

  @Override
  public void setMomentum(double value) {
    spec = (OptimizerSpec.RmsProp) spec.withMomentum(value);
  }

  @Override
  public boolean needsValues() {
    return spec.weightDecay() != 0;
  }

  @Override
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new TreeMap<>();
    state.put("square_avg", square);
    if (mean != null) {
      state.put("grad_avg", mean);
    }
    if (buffer != null) {
      state.put("momentum_buffer", buffer);
    }
    return state;
  }

  @Override
  public NDArray changes(NDArray gradients, NDArray values, double learningRate, int step) {
    if (needsValues()) {
      gradients.addi(values.mul((float) spec.weightDecay()));
    }
    float kept = (float) spec.alpha();
    float taken = (float) (1 - spec.alpha());
    square.muli(kept).addi(gradients.square().muli(taken));
    NDArray variance = square;
    if (mean != null) {
      mean.muli(kept).addi(gradients.mul(taken));
      variance = square.sub(mean.square());
    }
    // Not sqrt: see Adam.
    NDArray scaled = gradients.div(variance.pow(0.5f).addi((float) spec.eps()));
    NDArray direction = buffer == null ? scaled : buffer.muli((float) spec.momentum()).addi(scaled);
    return direction.mul((float) learningRate);
  }
}
