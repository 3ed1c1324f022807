package io.github.trunkrepro.runtime.optimization;

/** An optimizer with its parameters, named and defaulted as in {@code torch.optim}. */
public sealed interface OptimizerSpec {

  double lr();

  record Sgd(double lr, double momentum, double dampening, double weightDecay, boolean nesterov)
      implements OptimizerSpec {}

  record Adam(double lr, double beta1, double beta2, double eps, double weightDecay)
      implements OptimizerSpec {}

  record AdamW(double lr, double beta1, double beta2, double eps, double weightDecay)
      implements OptimizerSpec {}

  record RmsProp(
      double lr, double alpha, double eps, double weightDecay, double momentum, boolean centered)
      implements OptimizerSpec {}

  record Adagrad(
      double lr, double lrDecay, double weightDecay, double initialAccumulatorValue, double eps)
      implements OptimizerSpec {}
}
