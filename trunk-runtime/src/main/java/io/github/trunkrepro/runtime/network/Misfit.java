package io.github.trunkrepro.runtime.network;

/** A layer that cannot work on what comes in; the message continues "layer X gets Y, ...". */
final class Misfit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Misfit(String message) {
    super(message);
  }
}
