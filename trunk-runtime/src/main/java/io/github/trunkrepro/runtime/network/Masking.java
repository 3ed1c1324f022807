package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/**
 * {@code torch.nn.Dropout} and {@code torch.nn.Dropout2d} with masks that are given.
 *
 * @param site index into {@link Mode#masks()}
 * @param channels whether whole channels are dropped
 */
record Masking(String name, double p, boolean channels, int site) implements Layer {

  @Override
  public Extent output(Extent input) {
    if (!(p > 0 && p < 1)) {
      throw new Misfit("but needs a probability between 0 and 1, both excluded");
    }
    if (channels) {
      Windows.requireMap(input);
    }
    return input;
  }

  DropoutSite site(Extent input) {
    List<Integer> shape =
        input.flat()
            ? List.of(input.channels())
            : List.of(
                input.channels(),
                channels ? 1 : input.shape().height(),
                channels ? 1 : input.shape().width());
    return new DropoutSite(name, p, shape);
  }

  @Override
  public Forward bind(Map<String, NDArray> state) {
    return (x, mode) -> mode.training() ? x.mul(mode.masks().get(site)) : x;
  }
}
