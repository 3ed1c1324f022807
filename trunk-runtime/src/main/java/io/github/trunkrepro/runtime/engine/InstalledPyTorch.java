package io.github.trunkrepro.runtime.engine;

import java.util.Map;

/**
 * A PyTorch that stands on the machine. DJL's own native library still comes from a dependency.
 *
 * @param path folder of its libraries, absolute
 * @param version as in {@code 2.7.1}
 * @param flavor as in {@code cu128}
 * @param sha256 of every library in the folder, by path below it, with slashes
 */
public record InstalledPyTorch(
    String path, String version, String flavor, Map<String, String> sha256) {

  /** An installation with a copy of the map. */
  public InstalledPyTorch {
    sha256 = Map.copyOf(sha256);
  }
}
