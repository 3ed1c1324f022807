package io.github.trunkrepro.runtime.weights;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.Map;

/** Networks with weights that were trained before. */
public final class Networks {
  private Networks() {}

  /**
   * A network with these weights, which must be those of the backbone, name by name and shape by
   * shape.
   *
   * @param weights by state-dict name
   */
  public static Network load(
      BackboneSpec spec,
      ImageShape input,
      int outputs,
      Map<String, Tensor> weights,
      NDManager manager) {
    // Every initial value is overwritten, so that any stream will do.
    Network network =
        Network.create(spec, input, outputs, name -> RandomStream.of(0, name), manager);
    StateDicts.load(weights, network.state());
    return network;
  }
}
