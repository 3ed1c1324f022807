package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.ReadableJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What came of doing a run again, {@code reproduction.json}.
 *
 * @param version of the format
 * @param original identity of the run, {@link Reproducible#identity}
 * @param identity of the run that did it again
 * @param accuracyOfOriginal on the test set
 * @param accuracy of the run that did it again, on the same images
 * @param platformOfOriginal where other bits are expected if it is not that of the second run
 * @param platform of the second run
 */
public record Reproduction(
    String version,
    Verdict verdict,
    String original,
    String identity,
    Accuracy accuracyOfOriginal,
    Accuracy accuracy,
    String platformOfOriginal,
    String platform) {
  /** Version of the format that this class writes. */
  public static final String VERSION = "1";

  /** How near the second run came. */
  public enum Verdict {
    /** All that is reproducible is the same, byte by byte. */
    BITWISE_EQUAL,
    /** Tree and accuracy are what the original's baseline allows; bits are not the same. */
    WITHIN_TOLERANCE,
    /** Neither, or nothing says what is allowed. */
    DIFFERENT
  }

  /**
   * Compares a run with the one that it did again.
   *
   * @param baseline that the original passed; it says what is allowed where bits differ
   */
  public static Reproduction of(
      PublishedManifest original, Optional<Baseline> baseline, Manifest run) {
    return new Reproduction(
        VERSION,
        verdict(original, baseline, run),
        original.reproducible().identity(),
        run.identity(),
        original.reproducible().test().accuracy(),
        run.reproducible().test().accuracy(),
        original.platform(),
        run.environment().platform());
  }

  private static Verdict verdict(
      PublishedManifest original, Optional<Baseline> baseline, Manifest run) {
    if (run.identity().equals(original.reproducible().identity())) {
      return Verdict.BITWISE_EQUAL;
    }
    return baseline.filter(allowed -> !Drift.compare(allowed, run).failed()).isPresent()
        ? Verdict.WITHIN_TOLERANCE
        : Verdict.DIFFERENT;
  }

  /** Writes the file whole or not at all. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }
}
