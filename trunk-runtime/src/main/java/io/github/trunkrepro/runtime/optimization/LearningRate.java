package io.github.trunkrepro.runtime.optimization;

import java.util.Collections;
import java.util.OptionalDouble;

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

  // Of schedules with a memory.
  private Plateau plateau;
  private LearningRate part;
  private int periodEpoch;
  private int period;

  private LearningRate(LrSchedulerSpec spec, double base) {
    this.spec = spec;
    this.base = base;
    if (spec instanceof LrSchedulerSpec.ReduceLrOnPlateau reduce) {
      plateau = new Plateau(reduce);
    } else if (spec instanceof LrSchedulerSpec.SequentialLr sequence) {
      part = of(sequence.schedulers().get(0), base);
    } else if (spec instanceof LrSchedulerSpec.CosineAnnealingWarmRestarts restarts) {
      period = restarts.t0();
    }
  }

  /** A schedule that begins at {@code base}. */
  public static LearningRate of(LrSchedulerSpec spec, double base) {
    return new LearningRate(spec, base);
  }

  /** The rate of the next epoch. */
  public double next() {
    epoch++;
    rate = epoch == 0 ? first() : following();
    return rate;
  }

  /**
   * Tells what the epoch gave whose rate was asked for last; {@code ReduceLROnPlateau} needs it.
   *
   * @param trainingLoss mean over the epoch's images
   * @param accuracy share of the validation images
   */
  public void observe(double trainingLoss, double accuracy) {
    if (spec instanceof LrSchedulerSpec.ReduceLrOnPlateau reduce) {
      rate = plateau.following(rate, reduce.maximum() ? accuracy : trainingLoss);
    }
  }

  private double first() {
    if (spec instanceof LrSchedulerSpec.LinearLr linear) {
      return base * linear.startFactor();
    }
    if (spec instanceof LrSchedulerSpec.OneCycleLr cycle) {
      return oneCycle(cycle);
    }
    return part == null ? base : part.next();
  }

  private double following() {
    if (spec instanceof LrSchedulerSpec.StepLr step) {
      return epoch % step.stepSize() == 0 ? rate * step.gamma() : rate;
    }
    if (spec instanceof LrSchedulerSpec.MultiStepLr multi) {
      int reached = Collections.frequency(multi.milestones(), epoch);
      return reached == 0 ? rate : rate * StrictMath.pow(multi.gamma(), reached);
    }
    if (spec instanceof LrSchedulerSpec.ExponentialLr exponential) {
      return rate * exponential.gamma();
    }
    if (spec instanceof LrSchedulerSpec.LinearLr linear) {
      return linear(linear.startFactor(), linear.endFactor(), linear.totalIters());
    }
    if (spec instanceof LrSchedulerSpec.CosineAnnealingLr cosine) {
      return cosine(cosine.tMax(), cosine.etaMin());
    }
    if (spec instanceof LrSchedulerSpec.CosineAnnealingWarmRestarts restarts) {
      return warmRestarts(restarts.tMult(), restarts.etaMin());
    }
    if (spec instanceof LrSchedulerSpec.OneCycleLr cycle) {
      return oneCycle(cycle);
    }
    if (spec instanceof LrSchedulerSpec.SequentialLr sequence) {
      int reached = sequence.milestones().indexOf(epoch);
      if (reached >= 0) {
        part = of(sequence.schedulers().get(reached + 1), base);
      }
      return part.next();
    }
    return rate;
  }

  private double linear(double start, double end, int totalIters) {
    if (epoch > totalIters) {
      return rate;
    }
    return rate * (1 + (end - start) / (totalIters * start + (epoch - 1) * (end - start)));
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

  private double warmRestarts(int tMult, double etaMin) {
    periodEpoch++;
    if (periodEpoch >= period) {
      periodEpoch = 0;
      // Longer than any training: the next restart never comes.
      period = (int) Math.min(Integer.MAX_VALUE, (long) period * tMult);
    }
    return etaMin + (base - etaMin) * (1 + StrictMath.cos(Math.PI * periodEpoch / period)) / 2;
  }

  /** Momentum of the epoch whose rate was asked for last; empty when the schedule has none. */
  public OptionalDouble momentum() {
    if (spec instanceof LrSchedulerSpec.OneCycleLr cycle && cycle.momentumCycle().isPresent()) {
      LrSchedulerSpec.MomentumCycle momentum = cycle.momentumCycle().get();
      double max = momentum.max();
      return OptionalDouble.of(alongCycle(cycle, max, momentum.base(), max, max));
    }
    return OptionalDouble.empty();
  }

  private double oneCycle(LrSchedulerSpec.OneCycleLr cycle) {
    double initial = cycle.maxLr() / cycle.divFactor();
    return alongCycle(cycle, initial, cycle.maxLr(), initial, initial / cycle.finalDivFactor());
  }

  /**
   * Where the epoch is in a cycle.
   *
   * @param back value between the second and the third phase, where there are three
   */
  private double alongCycle(
      LrSchedulerSpec.OneCycleLr cycle, double first, double middle, double back, double last) {
    double top = cycle.pctStart() * cycle.totalSteps() - 1;
    double bottom = 2 * cycle.pctStart() * cycle.totalSteps() - 2;
    double end = cycle.totalSteps() - 1;
    if (epoch <= top) {
      return between(first, middle, epoch / top, cycle.cosine());
    }
    if (!cycle.threePhase()) {
      return between(middle, last, (epoch - top) / (end - top), cycle.cosine());
    }
    return epoch <= bottom
        ? between(middle, back, (epoch - top) / (bottom - top), cycle.cosine())
        : between(back, last, (epoch - bottom) / (end - bottom), cycle.cosine());
  }

  private static double between(double start, double end, double share, boolean cosine) {
    return cosine
        ? end + (start - end) / 2 * (StrictMath.cos(Math.PI * share) + 1)
        : (end - start) * share + start;
  }
}
