package io.github.trunkrepro.runtime.fetch;

/** An address that will not give the file however often it is asked. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
