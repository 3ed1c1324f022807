package io.github.trunkrepro.runtime.recipe;

import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.optimization.LrSchedulerSpec;
import io.github.trunkrepro.runtime.optimization.OptimizerSpec;

/** How one phase of a node is trained. */
public record PhaseHyperparameters(
    LossSpec loss, OptimizerSpec optimizer, LrSchedulerSpec lrScheduler, int epochs) {}
