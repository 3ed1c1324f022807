package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/**
 * {@code torch.optim.Adam}, weight decay added to the gradient, and {@code torch.optim.AdamW},
 * weight decay taken off the parameter. Eps is added to the square root after bias correction.
 */
final class Adam implements UpdateRule {
  private double beta1;
  private final double beta2;
  private final double eps;
  private final double weightDecay;
  private final boolean decoupled;
  private final NDArray mean;
  private final NDArray square;

  Adam(OptimizerSpec.Adam spec, Shape shape, NDManager manager) {
    this(spec.beta1(), spec.beta2(), spec.eps(), spec.weightDecay(), false, shape, manager);
  }

  Adam(OptimizerSpec.AdamW spec, Shape shape, NDManager manager) {
    this(spec.beta1(), spec.beta2(), spec.eps(), spec.weightDecay(), true, shape, manager);
  }

  private Adam(
      double beta1,
      double beta2,
      double eps,
      double weightDecay,
      boolean decoupled,
      Shape shape,
      NDManager manager) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
    this.weightDecay = weightDecay;
    this.decoupled = decoupled;
    this.mean = manager.zeros(shape);
    this.square = manager.zeros(shape);
  }

  @Override
  public void setMomentum(double value) {
    beta1 = value;
  }

  @Override
  public boolean needsValues() {
    return weightDecay != 0;
  }

  @Override
  public Map<String, NDArray> state() {
    return Map.of("exp_avg", mean, "exp_avg_sq", square);
  }

  @Override
  public NDArray changes(NDArray gradients, NDArray values, double learningRate, int step) {
    if (needsValues() && !decoupled) {
      gradients.addi(values.mul((float) weightDecay));
    }
    mean.muli((float) beta1).addi(gradients.mul((float) (1 - beta1)));
    square.muli((float) beta2).addi(gradients.square().muli((float) (1 - beta2)));
    double meanCorrection = 1 - StrictMath.pow(beta1, step);
    double squareCorrection = 1 - StrictMath.pow(beta2, step);
    // Not sqrt: that is MKL's, whose last bit differs between CPUs with every setting pinned.
    NDArray denominator =
        square.pow(0.5f).divi((float) Math.sqrt(squareCorrection)).addi((float) eps);
    NDArray changes = mean.mul((float) (learningRate / meanCorrection)).divi(denominator);
    return needsValues() && decoupled
        ? changes.addi(values.mul((float) (learningRate * weightDecay)))
        : changes;
  }
}
