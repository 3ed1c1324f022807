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
}
