package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A data set, and what it was read from.
 *
 * @param classNames unique names; a class's index is its place in the list
 * @param files every file that was read or declared, sorted by name
 * @param folder folder that the names of the files are relative to
 * @param trainDigest SHA-256 over shape, labels and pixels of the training images, in their order
 * @param testDigest the same over the test images
 */
public record Dataset(
    List<String> classNames,
    ImageSet train,
    ImageSet test,
    List<DataFile> files,
    Path folder,
    String trainDigest,
    String testDigest) {

  public Dataset {
    classNames = List.copyOf(classNames);
    files = List.copyOf(files);
  }

  /** SHA-256 over class names and both sets: of everything in the data that a run depends on. */
  public String digest() {
    String text = String.join("\n", classNames) + "\n\n" + trainDigest + "\n" + testDigest + "\n";
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
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
