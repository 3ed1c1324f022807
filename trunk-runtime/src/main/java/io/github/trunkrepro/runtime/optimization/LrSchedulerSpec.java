package io.github.trunkrepro.runtime.optimization;

import java.util.List;

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
   * One rise and one fall; the optimizer's own rate and its momentum play no part.
   *
   * @param totalSteps epochs of the whole cycle
   */
  record OneCycleLr(
      double maxLr,
      int totalSteps,
      double pctStart,
      boolean cosine,
      double divFactor,
      double finalDivFactor,
      boolean threePhase)
      implements LrSchedulerSpec {}

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
