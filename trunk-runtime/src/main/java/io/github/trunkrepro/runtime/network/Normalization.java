package io.github.trunkrepro.runtime.network;

/** What brings feature maps to one scale. */
public enum Normalization {
  /** {@link LayerSpec.BatchNorm2d}: each channel over the images of a batch. */
  BATCH,
  /** {@link LayerSpec.LayerNorm}: each image over its whole map; no image depends on another. */
  LAYER
}
