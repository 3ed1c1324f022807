package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.inference.BatchNorm;

/**
 * How a trained tree is used.
 *
 * @param foldBatchNorm whether batch norm is folded into convolutions
 * @param speed whether speed is measured, too: by an evaluation that of every path, by a training
 *     the latency of an image
 */
public record InferenceRequest(boolean foldBatchNorm, boolean speed) {

  /** With the bits of the training, and nothing measured. */
  public static final InferenceRequest DEFAULT = new InferenceRequest(false, false);

  BatchNorm batchNorm() {
    return foldBatchNorm ? BatchNorm.FOLDED : BatchNorm.AS_TRAINED;
  }
}
