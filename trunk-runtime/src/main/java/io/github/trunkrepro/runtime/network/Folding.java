package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes batch norm into the convolution before it, for evaluation: there it is, per channel, a
 * factor and an offset, which weights and bias can carry. With s = weight / √(running_var + eps)
 * the convolution's weights become w·s and its bias (b - running_mean)·s + bias, in float64 and
 * rounded once.
 */
final class Folding {
  private final Map<String, NDArray> state;
  private final NDManager manager;

  /**
   * Folds networks with this state.
   *
   * @param state by name; of folded convolutions it gets other arrays, of folded batch norms none
   *     are left
   * @param manager of the arrays that are made
   */
  Folding(Map<String, NDArray> state, NDManager manager) {
    this.state = state;
    this.manager = manager;
  }

  /** The chain without the batch norms that follow a convolution. */
  Chain fold(Chain chain) {
    List<Layer> layers = new ArrayList<>();
    List<Extent> extents = new ArrayList<>(chain.extents().subList(0, 1));
    for (int i = 0; i < chain.layers().size(); i++) {
      Layer layer = chain.layers().get(i);
      Layer before = layers.isEmpty() ? null : layers.get(layers.size() - 1);
      if (layer instanceof BatchNormalization norm && before instanceof Convolution convolution) {
        layers.set(layers.size() - 1, fold(convolution, norm));
      } else {
        layers.add(
            layer instanceof Residual residual ? residual.with(fold(residual.body())) : layer);
        extents.add(chain.extents().get(i + 1));
      }
    }
    return new Chain(layers, extents);
  }

  private Convolution fold(Convolution convolution, BatchNormalization norm) {
    float[] factors = values(norm.name() + ".weight");
    float[] offsets = values(norm.name() + ".bias");
    float[] means = values(norm.name() + ".running_mean");
    float[] variances = values(norm.name() + ".running_var");
    norm.tensors().forEach(tensor -> state.remove(tensor.name()).close());
    float[] weights = values(convolution.name() + ".weight");
    float[] biases =
        convolution.bias() ? values(convolution.name() + ".bias") : new float[norm.channels()];
    int each = weights.length / biases.length;
    for (int channel = 0; channel < biases.length; channel++) {
      double scale = factors[channel] / Math.sqrt(variances[channel] + norm.eps());
      for (int i = channel * each; i < (channel + 1) * each; i++) {
        weights[i] = (float) (weights[i] * scale);
      }
      biases[channel] =
          (float) (((double) biases[channel] - means[channel]) * scale + offsets[channel]);
    }
    Convolution folded = convolution.withBias();
    put(folded.tensors().get(0), weights);
    put(folded.tensors().get(1), biases);
    return folded;
  }

  private float[] values(String name) {
    return state.get(name).toFloatArray();
  }

  private void put(TensorSpec tensor, float[] values) {
    NDArray before = state.put(tensor.name(), Network.array(values, tensor, manager));
    if (before != null) {
      before.close();
    }
  }
}
