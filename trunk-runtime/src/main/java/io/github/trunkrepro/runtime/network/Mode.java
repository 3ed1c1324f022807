package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * How a forward pass is done.
 *
 * @param training batch norm uses the batch's statistics and updates the running ones; otherwise it
 *     uses the running ones, no buffer is written and dropout is absent
 * @param masks in training: one mask for each of {@link Network#dropoutSites()}, in order
 */
public record Mode(boolean training, List<NDArray> masks) {
  private static final Mode EVALUATION = new Mode(false, List.of());

  public Mode {
    masks = List.copyOf(masks);
  }

  /** As after {@code model.eval()}. */
  public static Mode evaluation() {
    return EVALUATION;
  }

  /**
   * As after {@code model.train()}.
   *
   * @param masks for each dropout site an array (images, mask shape...) of 0 where values are
   *     dropped and 1/(1-p) where they are kept
   */
  public static Mode training(List<NDArray> masks) {
    return new Mode(true, masks);
  }
}
