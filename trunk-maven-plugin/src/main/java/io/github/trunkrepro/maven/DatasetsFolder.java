package io.github.trunkrepro.maven;

import java.io.File;
import java.nio.file.Path;

/** Where data sets are fetched to. */
final class DatasetsFolder {
  private DatasetsFolder() {}

  /**
   * The folder that was declared, else one in the cache's folder.
   *
   * @param declared may be null
   */
  static Path find(File declared, Path cache) {
    return declared == null ? cache.resolve("datasets") : declared.toPath();
  }
}
