package io.github.trunkrepro.runtime.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A data set in memory, and what it was read from.
 *
 * @param classNames unique names; a class's index is its place in the list
 * @param files every file that was read or declared, sorted by name
 * @param folder folder that the names of the files are relative to
 * @param digest SHA-256 over class names, shape, labels and pixels of both sets, in their order:
 *     whatever can change a training through its data changes this
 */
public record Dataset(
    List<String> classNames,
    ImageSet train,
    ImageSet test,
    List<DataFile> files,
    Path folder,
    String digest) {

  public Dataset {
    classNames = List.copyOf(classNames);
    files = List.copyOf(files);
  }

  /**
   * Reads the files again.
   *
   * @throws io.github.trunkrepro.runtime.document.UserException (check) that names every file that
   *     is no longer what it was when it was read
   */
  public void verifyFilesUnchanged() {
    Map<String, String> before =
        files.stream().collect(Collectors.toMap(DataFile::name, DataFile::sha256));
    Checksums.verify(
        folder,
        before.keySet(),
        before,
        "Data files changed while the build ran, so that what was trained is not what is there:",
        "Leave the files alone during the build, and build again.");
  }
}
