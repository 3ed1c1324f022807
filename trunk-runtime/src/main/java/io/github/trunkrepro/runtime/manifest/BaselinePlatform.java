package io.github.trunkrepro.runtime.manifest;

import java.util.List;

/**
 * What a run on one platform gave, to the bit.
 *
 * @param identity of that run
 * @param phases in the order in which they were trained
 */
public record BaselinePlatform(String identity, Accuracy accuracy, List<PhaseBits> phases) {
  private static final int EPOCH_DIGITS = 8;

  /** A platform with a copy of the list. */
  public BaselinePlatform {
    phases = List.copyOf(phases);
  }

  /**
   * The bits of one phase of a node.
   *
   * @param node {@link NodeRecord#id}
   * @param key SHA-256 of all that can change them
   * @param weights SHA-256 of the weights that were kept
   * @param epochs first {@value BaselinePlatform#EPOCH_DIGITS} digits of the digest after each
   *     epoch: enough to say where runs part
   */
  public record PhaseBits(
      String node, Phase phase, String key, String weights, List<String> epochs) {

    /** Bits with a copy of the list. */
    public PhaseBits {
      epochs = List.copyOf(epochs);
    }
  }

  /** What this run gave. */
  static BaselinePlatform of(Manifest run) {
    return new BaselinePlatform(
        run.identity(), run.reproducible().test().accuracy(), phases(run.reproducible()));
  }

  /** The bits of every phase of a run. */
  static List<PhaseBits> phases(Reproducible run) {
    return run.nodes().stream()
        .flatMap(
            node ->
                node.phases().stream()
                    .map(
                        phase ->
                            new PhaseBits(
                                node.id(),
                                phase.phase(),
                                phase.key(),
                                phase.weightsDigest(),
                                phase.epochs().stream()
                                    .map(EpochRecord::weightsDigest)
                                    .map(digest -> digest.substring(0, EPOCH_DIGITS))
                                    .toList())))
        .toList();
  }
}
