package io.github.trunkrepro.runtime.inference;

/** What becomes of batch norm when a trained network is used. */
public enum BatchNorm {
  /** It is computed as the training's evaluation computes it, with the same bits. */
  AS_TRAINED,
  /**
   * It is folded into the convolution before it, which is faster: outputs differ by rounding, so
   * that an image whose two best outputs are as near may take another way.
   */
  FOLDED
}
