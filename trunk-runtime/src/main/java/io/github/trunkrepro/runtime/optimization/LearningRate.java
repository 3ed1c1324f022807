package io.github.trunkrepro.runtime.optimization;

import java.util.Collections;

/**
 * The learning rate of each epoch, with the recursive arithmetic of {@code
 * torch.optim.lr_scheduler} in double: each epoch's rate is computed from the one before, so that
 * rounding is PyTorch's too.
 */
public final class LearningRate {
  private final LrSchedulerSpec spec;
  private final double base;
  private double rate;
  private int epoch = -1;

  private LearningRate(LrSchedulerSpec spec, double base) {
    this.spec = spec;
    this.base = base;
  }

  /** A schedule that begins at {@code base}. */
  public static LearningRate of(LrSchedulerSpec spec, double base) {
    return new LearningRate(spec, base);
  }

  /** The rate of the next epoch; that of the first is the base. */
  public double next() {
    epoch++;
    rate = epoch == 0 ? base : following();
    return rate;
  }

  private double following() {
    if (spec instanceof LrSchedulerSpec.StepLr step) {
      return epoch % step.stepSize() == 0 ? rate * step.gamma() : rate;
    }
    if (spec instanceof LrSchedulerSpec.MultiStepLr multi) {
      int reached = Collections.frequency(multi.milestones(), epoch);
      return reached == 0 ? rate : rate * StrictMath.pow(multi.gamma(), reached);
    }
    if (spec instanceof LrSchedulerSpec.CosineAnnealingLr cosine) {
      return cosine(cosine.tMax(), cosine.etaMin());
    }
    return rate;
  }

  private double cosine(int tMax, double etaMin) {
    if ((epoch - 1 - tMax) % (2L * tMax) == 0) {
      // The cosine is at its lowest: the quotient below would be zero by zero.
      return rate + (base - etaMin) * (1 - StrictMath.cos(Math.PI / tMax)) / 2;
    }
    return (1 + StrictMath.cos(Math.PI * epoch / tMax))
            / (1 + StrictMath.cos(Math.PI * (epoch - 1) / tMax))
            * (rate - etaMin)
        + etaMin;
  }
}
