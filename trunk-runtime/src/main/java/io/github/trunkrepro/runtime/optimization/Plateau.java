package io.github.trunkrepro.runtime.optimization;

/** {@code torch.optim.lr_scheduler.ReduceLROnPlateau}, without the rate itself. */
final class Plateau {
  private final LrSchedulerSpec.ReduceLrOnPlateau spec;
  private double best;
  private int badEpochs;
  private int cooldown;

  Plateau(LrSchedulerSpec.ReduceLrOnPlateau spec) {
    this.spec = spec;
    best = spec.maximum() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** The rate after an epoch that gave this value. */
  double following(double rate, double value) {
    if (better(value)) {
      best = value;
      badEpochs = 0;
    } else {
      badEpochs++;
    }
    if (cooldown > 0) {
      cooldown--;
      badEpochs = 0;
    }
    if (badEpochs <= spec.patience()) {
      return rate;
    }
    cooldown = spec.cooldown();
    badEpochs = 0;
    double reduced = Math.max(rate * spec.factor(), spec.minLr());
    return rate - reduced > spec.eps() ? reduced : rate;
  }

  private boolean better(double value) {
    if (spec.maximum()) {
      return value > (spec.relative() ? best * (spec.threshold() + 1) : best + spec.threshold());
    }
    return value < (spec.relative() ? best * (1 - spec.threshold()) : best - spec.threshold());
  }
}
