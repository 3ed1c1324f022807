package io.github.trunkrepro.runtime.optimization;

import java.util.List;
import java.util.Optional;

/** A learning-rate schedule, stepped once an epoch, as in {@code torch.optim.lr_scheduler}. */
public sealed interface LrSchedulerSpec {

  /** The learning rate stays as it is. */
  record Constant() implements LrSchedulerSpec {}

  record StepLr(int stepSize, double gamma) implements LrSchedulerSpec {}

  record MultiStepLr(List<Integer> milestones, double gamma) implements LrSchedulerSpec {
    public MultiStepLr {
      milestones = List.copyOf(milestones);
    }
  }

  record ExponentialLr(double gamma) implements LrSchedulerSpec {}

  record LinearLr(double startFactor, double endFactor, int totalIters)
      implements LrSchedulerSpec {}

  record CosineAnnealingLr(int tMax, double etaMin) implements LrSchedulerSpec {}

  record CosineAnnealingWarmRestarts(int t0, int tMult, double etaMin) implements LrSchedulerSpec {}

  /**
   * One rise and one fall; the optimizer's own rate plays no part.
   *
   * @param totalSteps epochs of the whole cycle
   * @param momentumCycle what the momentum does meanwhile; empty when it stays as it is
   */
  record OneCycleLr(
      double maxLr,
      int totalSteps,
      double pctStart,
      boolean cosine,
      double divFactor,
      double finalDivFactor,
      boolean threePhase,
      Optional<MomentumCycle> momentumCycle)
      implements LrSchedulerSpec {}

  /**
   * Momentum (of Adam: beta1) that falls while the rate rises, and rises while it falls.
   *
   * @param base at the largest rate
   * @param max at the first and the last
   */
  record MomentumCycle(double base, double max) {}

  /** Momentum (of Adam: beta1) before the first step; empty when the optimizer's own holds. */
  default Optional<Double> firstMomentum() {
    return this instanceof OneCycleLr cycle
        ? cycle.momentumCycle().map(MomentumCycle::max)
        : Optional.empty();
  }

  /**
   * Falls when what it watches gets no better.
   *
   * @param maximum whether it watches the validation accuracy (mode max), not the training loss
   * @param relative whether the threshold is a share of the best value
   */
  record ReduceLrOnPlateau(
      boolean maximum,
      double factor,
      int patience,
      double threshold,
      boolean relative,
      int cooldown,
      double minLr,
      double eps)
      implements LrSchedulerSpec {}

  /**
   * One schedule after the other, each from its start.
   *
   * @param milestones epochs before each but the first begins
   */
  record SequentialLr(List<LrSchedulerSpec> schedulers, List<Integer> milestones)
      implements LrSchedulerSpec {
    public SequentialLr {
      schedulers = List.copyOf(schedulers);
      milestones = List.copyOf(milestones);
    }
  }
}
