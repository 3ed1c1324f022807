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

  /**
   * {@code torch.nn.functional.layer_norm} over each image's whole map. It is computed with
   * channels innermost, as the map lies in memory: PyTorch's own order would copy it twice.
   *
   * @param x (images, channels, height, width)
   * @param weight (channels, height, width)
   * @param bias as {@code weight}
   */
  public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double eps) {
    try (NDArray map = x.transpose(0, 2, 3, 1);
        NDArray factor = weight.transpose(1, 2, 0);
        NDArray offset = bias.transpose(1, 2, 0);
        NDArray y =
            JniUtils.layerNorm(torch(map), factor.getShape(), torch(factor), torch(offset), eps)) {
      return y.transpose(0, 3, 1, 2);
    }
  }

  /** {@code torch.nn.functional.relu}. */
  public static NDArray relu(NDArray x) {
    return JniUtils.relu(torch(x));
  }

  /** {@code torch.nn.functional.relu(x, inplace=True)}: returns {@code x}. */
  public static NDArray reluInPlace(NDArray x) {
    return LibTorch.reluInPlace(x) ? x : relu(x);
  }

  /** {@code torch.nn.functional.relu6}: its gradient is 0 at 0 and at 6. */
  public static NDArray relu6(NDArray x) {
    // Not duplicate(), through which no gradient flows.
    return relu6InPlace(x.mul(1));
  }

  /**
   * {@code torch.nn.functional.relu6(x, inplace=True)}: returns {@code x}. Where libtorch's own
   * cannot be called, returns a new array with the same values and gradients. DJL's {@code clip}
   * makes a training step of MobileNet half as long again, and passes the gradient at 0 and at 6.
   */
  public static NDArray relu6InPlace(NDArray x) {
    return LibTorch.relu6InPlace(x) ? x : relu6Composed(x);
  }

  /** ReLU6 from DJL's operators; NaN stays NaN. */
  static NDArray relu6Composed(NDArray x) {
    try (NDArray six = x.getManager().create(6f);
        NDArray above = x.gte(six);
        NDArray rectified = relu(x)) {
      return JniUtils.where(torch(above), torch(six), torch(rectified));
    }
  }

  /**
   * The same values with channels innermost in memory, PyTorch's {@code channels_last}, which every
   * operator here passes on. Batch norm then sums over whole vectors and convolutions read without
   * reordering: two thirds of the time of a training step of MobileNet, nine tenths of VGG's.
   *
   * @param x (images, channels, height, width)
   */
  public static NDArray channelsLast(NDArray x) {
    Shape shape = x.getShape();
    try (NDArray moved = x.transpose(0, 2, 3, 1);
        NDArray written = moved.reshape(-1);
        NDArray map = written.reshape(shape.get(0), shape.get(2), shape.get(3), shape.get(1))) {
      return map.transpose(0, 3, 1, 2);
    }
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
