package io.github.trunkrepro.runtime.network;

/**
 * Size and work of one node's network.
 *
 * @param parameters trainable numbers
 * @param multiplyAccumulates of convolutions and linear layers, for one image
 * @param bytes of the whole state (parameters and buffers)
 */
public record Counts(long parameters, long multiplyAccumulates, long bytes) {

  /** Sum, as along a path of the tree. */
  public Counts plus(Counts other) {
    return new Counts(
        parameters + other.parameters,
        multiplyAccumulates + other.multiplyAccumulates,
        bytes + other.bytes);
  }
}
