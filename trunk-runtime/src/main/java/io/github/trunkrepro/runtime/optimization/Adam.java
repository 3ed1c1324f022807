package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.List;

/**
 * {@code torch.optim.Adam}, weight decay added to the gradient, and {@code torch.optim.AdamW},
 * weight decay taken off the parameter.
 */
final class Adam extends Optimizer {
  private final double beta1;
  private final double beta2;
  private final double eps;
  private final double weightDecay;
  private final boolean decoupled;
  private final List<NDArray> means;
  private final List<NDArray> squares;

  Adam(
      double beta1,
      double beta2,
      double eps,
      double weightDecay,
      boolean decoupled,
      Collection<NDArray> parameters) {
    super(parameters);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
    this.weightDecay = weightDecay;
    this.decoupled = decoupled;
    this.means = zeros();
    this.squares = zeros();
  }

  @Override
  void update(int index, NDArray parameter, NDArray gradient, double learningRate, int step) {
    if (weightDecay != 0) {
      if (decoupled) {
        parameter.muli(1 - learningRate * weightDecay);
      } else {
        NDArray decay = parameter.mul(weightDecay);
        decay.attach(gradient.getManager());
        // The gradient is zeroed before it is used again.
        gradient.addi(decay);
      }
    }
    NDArray mean = means.get(index);
    mean.muli(beta1).addi(gradient.mul(1 - beta1));
    NDArray square = squares.get(index);
    square.muli(beta2).addi(gradient.mul(gradient).muli(1 - beta2));
    double correction1 = 1 - StrictMath.pow(beta1, step);
    double correction2 = StrictMath.sqrt(1 - StrictMath.pow(beta2, step));
    NDArray denominator = square.sqrt();
    denominator.attach(gradient.getManager());
    denominator.divi(correction2).addi(eps);
    NDArray change = mean.div(denominator);
    change.attach(gradient.getManager());
    parameter.subi(change.muli(learningRate / correction1));
  }
}
