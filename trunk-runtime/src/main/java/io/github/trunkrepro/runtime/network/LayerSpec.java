package io.github.trunkrepro.runtime.network;

import java.util.Optional;

/** One layer of a backbone, as data. Defaults are PyTorch's. */
public sealed interface LayerSpec {

  /** Value of {@link Conv2d#out()} and {@link Linear#out()} that stands for the node's outputs. */
  int NODE_OUTPUTS = -1;

  record Conv2d(int out, int kernel, int stride, int padding, boolean bias) implements LayerSpec {}

  record BatchNorm2d(double eps, double momentum) implements LayerSpec {}

  /** Over the channels, height and width of each image, with a weight and a bias for each value. */
  record LayerNorm(double eps) implements LayerSpec {}

  record Relu() implements LayerSpec {}

  record Relu6() implements LayerSpec {}

  record MaxPool2d(int kernel, int stride) implements LayerSpec {}

  record AvgPool2d(int kernel, int stride) implements LayerSpec {}

  /** Average over the whole map, whatever its size; the map becomes 1x1. */
  record GlobalAvgPool() implements LayerSpec {}

  record Dropout(double p) implements LayerSpec {}

  record Dropout2d(double p) implements LayerSpec {}

  record Flatten() implements LayerSpec {}

  record Linear(int out, boolean bias) implements LayerSpec {}

  record LogSoftmax() implements LayerSpec {}

  /**
   * The authors' inverted residual: 1x1 conv to {@code multiplier * in} channels, depthwise 3x3,
   * 1x1 conv to {@code out}; each without bias, with a normalization and ReLU6; the 1x1
   * convolutions have padding 1. The input is added where shapes are equal.
   *
   * @param normalization empty: batch norm
   */
  record InvertedResidual(
      int out, int multiplier, int stride, Optional<Normalization> normalization)
      implements LayerSpec {

    /** With batch norm. */
    public InvertedResidual(int out, int multiplier, int stride) {
      this(out, multiplier, stride, Optional.empty());
    }
  }

  /**
   * The same layer with this normalization, where it normalizes; eps stays, the momentum of a new
   * batch norm is PyTorch's.
   */
  default LayerSpec with(Normalization normalization) {
    boolean batch = normalization == Normalization.BATCH;
    if (this instanceof BatchNorm2d norm && !batch) {
      return new LayerNorm(norm.eps());
    }
    if (this instanceof LayerNorm norm && batch) {
      return new BatchNorm2d(norm.eps(), 0.1);
    }
    if (this instanceof InvertedResidual block) {
      return new InvertedResidual(
          block.out(),
          block.multiplier(),
          block.stride(),
          batch ? Optional.empty() : Optional.of(normalization));
    }
    return this;
  }
}
