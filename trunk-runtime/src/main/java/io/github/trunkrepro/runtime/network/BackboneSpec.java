package io.github.trunkrepro.runtime.network;

import java.util.List;

/**
 * Layers of one node's network: {@code features} feed the node's children, {@code classifier} feeds
 * nobody.
 */
public record BackboneSpec(List<LayerSpec> features, List<LayerSpec> classifier) {
  public BackboneSpec {
    features = List.copyOf(features);
    classifier = List.copyOf(classifier);
  }

  /** The same layers with this normalization wherever they normalize. */
  BackboneSpec with(Normalization normalization) {
    return new BackboneSpec(with(normalization, features), with(normalization, classifier));
  }

  private static List<LayerSpec> with(Normalization normalization, List<LayerSpec> layers) {
    return layers.stream().map(layer -> layer.with(normalization)).toList();
  }
}
