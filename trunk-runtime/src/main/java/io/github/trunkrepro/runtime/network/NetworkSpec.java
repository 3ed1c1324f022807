package io.github.trunkrepro.runtime.network;

/** Backbones of a tree: one for the root, one for every other node. */
public record NetworkSpec(BackboneSpec root, BackboneSpec general) {

  /** The backbone of the root, or of any other node. */
  public BackboneSpec of(boolean isRoot) {
    return isRoot ? root : general;
  }
}
