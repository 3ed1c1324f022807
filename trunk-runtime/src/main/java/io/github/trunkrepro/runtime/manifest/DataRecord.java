package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.dataset.DataFile;
import java.util.List;

/**
 * The images of a run.
 *
 * @param files none for built-in data
 * @param digest SHA-256 of all that can change a pixel or a label
 * @param classes by class index
 */
public record DataRecord(List<DataFile> files, String digest, List<ClassCount> classes) {

  /** A record with copies of the lists. */
  public DataRecord {
    files = List.copyOf(files);
    classes = List.copyOf(classes);
  }

  /** Number of images of a class in each split. */
  public record ClassCount(String name, int train, int validation, int test) {}
}
