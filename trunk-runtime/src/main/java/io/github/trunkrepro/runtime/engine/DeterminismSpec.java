package io.github.trunkrepro.runtime.engine;

/**
 * What the recipe declares of the bits of a run.
 *
 * @param tier what the run must prove
 * @param threads intra-op threads, part of the mathematics; never taken from the machine
 * @param instructions instruction level of the native libraries
 */
public record DeterminismSpec(Tier tier, int threads, Instructions instructions) {

  /** What a run proves of itself; a run that does not reach the declared tier fails. */
  public enum Tier {
    /** Trained a second time with the same SHA-256 of every tensor. */
    BITWISE,
    /** Accuracy within the baseline's tolerance, same tree. */
    TOLERANCE
  }

  /** Instruction level. */
  public enum Instructions {
    /** Pinned to what every x86-64 CPU with AVX2 computes alike. */
    PORTABLE,
    /** The best of this CPU; its name becomes part of the platform key. */
    NATIVE
  }
}
