package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;

/** How many independent nodes are trained side by side. */
final class ParallelNodes {
  private ParallelNodes() {}

  /**
   * The number that was declared, else that of the cores divided by the threads of one training.
   *
   * @param declared may be null
   */
  static int of(Integer declared, DeterminismSpec determinism) {
    if (declared == null) {
      return Math.max(1, Runtime.getRuntime().availableProcessors() / determinism.threads());
    }
    if (declared < 1) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<parallelNodes> (trunk.parallelNodes) is %d; it must be 1 or more.".formatted(declared));
    }
    return declared;
  }
}
