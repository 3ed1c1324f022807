package io.github.trunkrepro.runtime.optimization;

/** An optimizer with its parameters, named and defaulted as in {@code torch.optim}. */
public sealed interface OptimizerSpec {

  double lr();

  /** Whether it has a momentum, or a beta1 in its place. */
  default boolean hasMomentum() {
    return !(this instanceof Adagrad);
  }

  /** The same with another momentum, or another beta1 in its place. */
  default OptimizerSpec withMomentum(double value) {
    if (this instanceof Sgd s) {
      return new Sgd(s.lr(), value, s.dampening(), s.weightDecay(), s.nesterov());
    }
    if (this instanceof Adam a) {
      return new Adam(a.lr(), value, a.beta2(), a.eps(), a.weightDecay());
    }
    if (this instanceof AdamW a) {
      return new AdamW(a.lr(), value, a.beta2(), a.eps(), a.weightDecay());
    }
    if (this instanceof RmsProp r) {
      return new RmsProp(r.lr(), r.alpha(), r.eps(), r.weightDecay(), value, r.centered());
    }
    throw new IllegalStateException(this + " has no momentum");
  }

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
