package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run was made of beyond what its manifest says, {@code materials.json}: enough to check the
 * keys of its phases, and to do it again. Like the archive's manifest it is the same for every
 * build of a commit on a platform.
 *
 * @param version of the format
 * @param identity of the run, {@link Reproducible#identity}
 * @param trainDigest SHA-256 over shape, labels and pixels of the training images
 * @param testDigest the same over the test images
 * @param natives libraries of the engine that were loaded
 * @param origin empty when the launcher told nothing
 */
public record Materials(
    String version,
    String identity,
    String trainDigest,
    String testDigest,
    List<Environment.Library> natives,
    Optional<Origin> origin) {
  /** Version of the format that this class writes. */
  public static final String VERSION = "1";

  /** A copy of the list. */
  public Materials {
    natives = List.copyOf(natives);
  }

  /**
   * Reads the file.
   *
   * @throws io.github.trunkrepro.runtime.document.UserException when it is missing, of another
   *     version or no such file
   */
  public static Materials read(Path file) {
    FormatVersion.check(file, VERSION, "run trunk:train again");
    return Json.read(file, Materials.class);
  }

  /** Writes the file whole or not at all. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }
}
