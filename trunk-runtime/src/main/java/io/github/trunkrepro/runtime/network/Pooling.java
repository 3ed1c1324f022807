package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import io.github.trunkrepro.runtime.engine.Operators;
import java.util.Map;

/** {@code torch.nn.MaxPool2d}, {@code AvgPool2d}, and {@code AdaptiveAvgPool2d(1)}. */
record Pooling(Kind kind, int kernel, int stride) implements Layer {

  /** What becomes of a window. */
  enum Kind {
    MAXIMUM,
    AVERAGE,
    /** The average over the whole map. */
    GLOBAL_AVERAGE
  }

  @Override
  public Extent output(Extent input) {
    if (kind == Kind.GLOBAL_AVERAGE) {
      Windows.requireMap(input);
      return Extent.map(input.channels(), 1, 1);
    }
    if (kernel < 1 || stride < 1) {
      throw new Misfit("but needs kernel and stride of at least 1");
    }
    return Windows.slide(input, input.channels(), kernel, stride, 0);
  }

  @Override
  public Forward bind(Map<String, NDArray> state) {
    return switch (kind) {
      case MAXIMUM -> (x, mode) -> Operators.maxPool(x, kernel, stride);
      case AVERAGE -> (x, mode) -> Operators.averagePool(x, kernel, stride);
      case GLOBAL_AVERAGE -> (x, mode) -> Operators.globalAveragePool(x);
    };
  }
}
