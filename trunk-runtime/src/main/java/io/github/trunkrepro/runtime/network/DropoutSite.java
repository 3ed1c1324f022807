package io.github.trunkrepro.runtime.network;

import java.util.List;

/**
 * A layer that drops values in training.
 *
 * @param name the layer, as in {@code features.18}
 * @param p probability of a value (a channel, for dropout2d) to be dropped; 0 &lt; p &lt; 1
 * @param maskShape shape of one image's mask: (channels, 1, 1) for dropout2d, that of the layer's
 *     input for dropout
 */
public record DropoutSite(String name, double p, List<Integer> maskShape) {
  public DropoutSite {
    maskShape = List.copyOf(maskShape);
  }

  /** Numbers in one image's mask. */
  public int values() {
    return maskShape.stream().reduce(1, Math::multiplyExact);
  }

  /** What a kept value is multiplied by, as PyTorch computes it: 1/(1-p) in double, then float. */
  public float scale() {
    return (float) (1 / (1 - p));
  }
}
