package io.github.trunkrepro.runtime.network;

import java.util.List;

/**
 * Backbone of the node that has exactly these classes.
 *
 * @param classes class names, sorted
 */
public record ClassSetBackbone(List<String> classes, BackboneSpec backbone) {
  public ClassSetBackbone {
    classes = List.copyOf(classes);
  }
}
