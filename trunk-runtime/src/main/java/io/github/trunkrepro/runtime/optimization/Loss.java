package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;

/** A loss over a batch, as {@code torch.nn} defines it with its default reduction, the mean. */
public final class Loss {
  private final boolean onLogits;

  private Loss(boolean onLogits) {
    this.onLogits = onLogits;
  }

  /** The loss that a recipe names. */
  public static Loss of(LossSpec spec) {
    return new Loss(spec == LossSpec.CROSS_ENTROPY);
  }

  /**
   * Mean over the batch of the negative log-likelihood of the targets.
   *
   * @param outputs float32 (images, outputs)
   * @param targets int64 (images), each from 0 to outputs - 1
   * @return a scalar
   */
  public NDArray mean(NDArray outputs, NDArray targets) {
    NDArray logLikelihoods = onLogits ? outputs.logSoftmax(1) : outputs;
    return logLikelihoods.gather(targets.expandDims(1), 1).mean().neg();
  }
}
