package io.github.trunkrepro.runtime.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * PyTorch's operators with PyTorch's arguments, below DJL's portable interface, which has some of
 * them with other semantics (batch norm's momentum) or not at all (ReLU6). Results live on the
 * manager of the first argument.
 */
public final class Operators {
  private Operators() {}

  private static PtNDArray torch(NDArray array) {
    return (PtNDArray) array;
  }

  /**
   * {@code torch.nn.functional.conv2d} with a square stride and padding.
   *
   * @param bias may be null
   */
  public static NDArray convolution(
      NDArray x, NDArray weight, NDArray bias, int stride, int padding, int groups) {
    return JniUtils.convolution(
        torch(x),
        torch(weight),
        torch(bias),
        new Shape(stride, stride),
        new Shape(padding, padding),
        new Shape(1, 1),
        groups);
  }

  /** {@code torch.nn.functional.batch_norm}; in training writes the running mean and variance. */
  public static NDArray batchNorm(
      NDArray x,
      NDArray weight,
      NDArray bias,
      NDArray runningMean,
      NDArray runningVariance,
      boolean training,
      double momentum,
      double eps) {
    // JniUtils names its parameters otherwise, but passes them on in this order.
    return JniUtils.batchNorm(
        torch(x),
        torch(runningMean),
        torch(runningVariance),
        torch(weight),
        torch(bias),
        training,
        momentum,
        eps);
  }

  /** {@code torch.nn.functional.relu}. */
  public static NDArray relu(NDArray x) {
    return JniUtils.relu(torch(x));
  }

  /** {@code torch.nn.functional.relu(x, inplace=True)}: returns {@code x}. */
  public static NDArray reluInPlace(NDArray x) {
    return LibTorch.reluInPlace(x) ? x : relu(x);
  }

  /** {@code torch.nn.functional.relu6}. */
  public static NDArray relu6(NDArray x) {
    return x.clip(0, 6);
  }

  /** {@code torch.nn.functional.relu6(x, inplace=True)}: returns {@code x}. */
  public static NDArray relu6InPlace(NDArray x) {
    return LibTorch.relu6InPlace(x) ? x : relu6(x);
  }

  /** {@code torch.nn.functional.max_pool2d} without padding. */
  public static NDArray maxPool(NDArray x, int kernel, int stride) {
    return JniUtils.maxPool(
        torch(x), new Shape(kernel, kernel), new Shape(stride, stride), new Shape(0, 0), false);
  }

  /** {@code torch.nn.functional.avg_pool2d} without padding. */
  public static NDArray averagePool(NDArray x, int kernel, int stride) {
    return JniUtils.avgPool(
        torch(x),
        new Shape(kernel, kernel),
        new Shape(stride, stride),
        new Shape(0, 0),
        false,
        true);
  }

  /** {@code torch.nn.functional.adaptive_avg_pool2d(x, 1)}. */
  public static NDArray globalAveragePool(NDArray x) {
    return JniUtils.adaptiveAvgPool(torch(x), new Shape(1, 1));
  }

  /** {@code torch.flatten(x, 1)}: a view where the memory allows it. */
  public static NDArray flatten(NDArray x) {
    return JniUtils.flatten(torch(x), 1, -1);
  }

  /**
   * {@code torch.nn.functional.linear}.
   *
   * @param bias may be null
   */
  public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return JniUtils.linear(torch(x), torch(weight), torch(bias));
  }
}
