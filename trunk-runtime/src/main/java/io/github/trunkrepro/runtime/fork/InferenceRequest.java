package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.inference.BatchNorm;

/**
 * How a trained tree is used, for {@link RunRequest.Goal#EVALUATE} and {@link
 * RunRequest.Goal#CLASSIFY}.
 *
 * @param foldBatchNorm whether batch norm is folded into convolutions
 * @param speed whether an evaluation measures speed too
 */
public record InferenceRequest(boolean foldBatchNorm, boolean speed) {

  /** With the bits of the training, and nothing measured. */
  public static final InferenceRequest DEFAULT = new InferenceRequest(false, false);

  BatchNorm batchNorm() {
    return foldBatchNorm ? BatchNorm.FOLDED : BatchNorm.AS_TRAINED;
  }
}
