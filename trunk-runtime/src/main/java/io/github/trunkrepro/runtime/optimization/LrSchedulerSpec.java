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

  record CosineAnnealingLr(int tMax, double etaMin) implements LrSchedulerSpec {}
}
