package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The record of a run, {@code manifest.json}.
 *
 * @param version of the format
 */
public record Manifest(
    String version, Provenance provenance, Reproducible reproducible, Environment environment) {

  /** Version of the format that this class writes. */
  public static final String VERSION = "1";

  /** A manifest of the present format. */
  public static Manifest of(
      Provenance provenance, Reproducible reproducible, Environment environment) {
    return new Manifest(VERSION, provenance, reproducible, environment);
  }

  /**
   * Reads a manifest.
   *
   * @throws io.github.trunkrepro.runtime.document.UserException when the file is missing, is of
   *     another version or is no manifest
   */
  public static Manifest read(Path file) {
    FormatVersion.check(file, VERSION, "run trunk:train again");
    return Json.read(file, Manifest.class);
  }

  /** Writes the manifest whole or not at all. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }

  /** The run's identity, see {@link Reproducible#identity}. */
  public String identity() {
    return reproducible.identity();
  }
}
