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

  /** From here on this thread records what the backward pass needs. */
  public static void enable() {
    JniUtils.setGradMode(true);
  }

  /** From here on this thread records nothing. */
  public static void disable() {
    JniUtils.setGradMode(false);
  }

  /** Does the work with this thread recording, and nothing after it. */
  public static <T> T with(Supplier<T> work) {
    enable();
    try {
      return work.get();
    } finally {
      disable();
    }
  }

  /** Does the work with this thread recording nothing, nor after it. */
  public static <T> T without(Supplier<T> work) {
    disable();
    return work.get();
  }

  /** Does the work with this thread recording nothing; after it the thread goes on as before. */
  public static <T> T suspended(Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    disable();
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
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
