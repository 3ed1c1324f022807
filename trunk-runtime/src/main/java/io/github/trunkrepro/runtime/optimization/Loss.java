package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** A loss over a batch, as {@code torch.nn} defines it with its default reduction, the mean. */
public final class Loss {
  private final boolean onLogits;
  private final float[] weight;
  private final double smoothing;

  private Loss(boolean onLogits, LossOptions options) {
    this.onLogits = onLogits;
    this.smoothing = options.labelSmoothing();
    weight = new float[options.weight().size()];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = options.weight().get(i).floatValue();
    }
  }

  /** The loss that a recipe names, nothing added. */
  public static Loss of(LossSpec spec) {
    return of(spec, LossOptions.NONE);
  }

  /** The loss that a recipe names. */
  public static Loss of(LossSpec spec, LossOptions options) {
    return new Loss(spec == LossSpec.CROSS_ENTROPY, options);
  }

  /**
   * Mean over the batch, weighted where there are weights, of the negative log-likelihood of the
   * targets.
   *
   * @param outputs float32 (images, outputs)
   * @param targets int64 (images), each from 0 to outputs - 1
   * @return a scalar
   */
  public NDArray mean(NDArray outputs, NDArray targets) {
    NDArray logLikelihoods = onLogits ? outputs.logSoftmax(1) : outputs;
    NDArray columns = targets.expandDims(1);
    if (weight.length == 0 && smoothing == 0) {
      return logLikelihoods.gather(columns, 1).mean().neg();
    }
    Shape shape = outputs.getShape();
    NDArray weights =
        weight.length == 0
            ? outputs.getManager().ones(shape)
            : outputs.getManager().create(weight).reshape(1, weight.length).broadcast(shape);
    NDArray weighted = logLikelihoods.mul(weights);
    NDArray mass = weights.gather(columns, 1).sum();
    NDArray ofTargets = weighted.gather(columns, 1).sum().div(mass);
    if (smoothing == 0) {
      return ofTargets.neg();
    }
    NDArray ofAll = weighted.sum().div(mass);
    return ofTargets
        .mul((float) (1 - smoothing))
        .add(ofAll.mul((float) (smoothing / shape.get(1))))
        .neg();
  }
}
