package io.github.trunkrepro.runtime.network;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Layers one after the other, with the extents between them: before each layer, and at the end. */
record Chain(List<Layer> layers, List<Extent> extents) {
  Chain {
    layers = List.copyOf(layers);
    extents = List.copyOf(extents);
  }

  Extent output() {
    return extents.get(layers.size());
  }

  List<TensorSpec> tensors() {
    return layers.stream().flatMap(layer -> layer.tensors().stream()).toList();
  }

  long multiplyAccumulates() {
    return IntStream.range(0, layers.size())
        .mapToLong(i -> layers.get(i).multiplyAccumulates(extents.get(i + 1)))
        .sum();
  }

  List<DropoutSite> dropoutSites() {
    return IntStream.range(0, layers.size())
        .filter(i -> layers.get(i) instanceof Masking)
        .mapToObj(i -> ((Masking) layers.get(i)).site(extents.get(i)))
        .toList();
  }

  /** Names of the batch norms whose map is a single point. */
  List<String> normalizationsOfPoints() {
    return IntStream.range(0, layers.size())
        .filter(i -> layers.get(i) instanceof BatchNormalization)
        .filter(i -> extents.get(i).shape().height() * extents.get(i).shape().width() == 1)
        .mapToObj(i -> ((BatchNormalization) layers.get(i)).name())
        .toList();
  }

  /**
   * The computation. Arrays between two layers are closed as soon as the next layer has read them:
   * what the backward pass needs the engine holds itself, the rest is memory for the next layer.
   */
  Layer.Forward bind(Map<String, NDArray> state) {
    List<Layer.Forward> bound = layers.stream().map(layer -> layer.bind(state)).toList();
    return (input, mode) -> {
      NDArray x = input;
      for (Layer.Forward layer : bound) {
        NDArray y = layer.apply(x, mode);
        if (x != input && y != x) {
          x.close();
        }
        x = y;
      }
      return x;
    };
  }
}
