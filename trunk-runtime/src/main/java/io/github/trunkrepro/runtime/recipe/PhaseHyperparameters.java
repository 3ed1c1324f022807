package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.optimization.LossOptions;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.LrSchedulerSpec;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;
import java.util.Optional;

/**
 * How one phase of a node is trained.
 *
 * @param lossOptions what is added to the loss; empty: nothing
 */
public record PhaseHyperparameters(
    LossSpec loss,
    OptimizerSpec optimizer,
    LrSchedulerSpec lrScheduler,
    int epochs,
    Optional<LossOptions> lossOptions) {

  /** With a plain loss. */
  public PhaseHyperparameters(
      LossSpec loss, OptimizerSpec optimizer, LrSchedulerSpec lrScheduler, int epochs) {
    this(loss, optimizer, lrScheduler, epochs, Optional.empty());
  }

  /** The optimizer before its first step, with the momentum that the schedule begins with. */
  public OptimizerSpec firstOptimizer() {
    return lrScheduler.firstMomentum().map(optimizer::withMomentum).orElse(optimizer);
  }
}
