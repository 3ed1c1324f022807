package io.github.trunkrepro.runtime.optimization;

import java.util.List;

/**
 * What a recipe adds to a loss, as in {@code torch.nn}.
 *
 * @param weight of each output, in the order of the outputs; empty: all alike
 * @param labelSmoothing share of the target that is spread over all outputs, from 0 to 1
 */
public record LossOptions(List<Double> weight, double labelSmoothing) {
  /** Nothing added. */
  public static final LossOptions NONE = new LossOptions(List.of(), 0);

  public LossOptions {
    weight = List.copyOf(weight);
  }
}
