package io.github.trunkrepro.runtime.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Automatic differentiation, per thread. DJL's {@code GradientCollector} has a static flag that
 * allows one in a JVM; the engine itself has a gradient mode of each thread's own.
 */
public final class Gradients {
  private Gradients() {}

  /** Does the work with this thread recording what the backward pass needs. */
  public static <T> T with(Supplier<T> work) {
    JniUtils.setGradMode(true);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  /** Does the work with this thread recording nothing, from here on too. */
  public static <T> T without(Supplier<T> work) {
    JniUtils.setGradMode(false);
    return work.get();
  }

  /**
   * Adds the gradient of a scalar to {@code getGradient()} of every parameter behind it, and frees
   * what was recorded. The backward pass runs on this thread.
   */
  public static void backward(NDArray loss) {
    try (NDArray one = loss.onesLike()) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }
  }
}
