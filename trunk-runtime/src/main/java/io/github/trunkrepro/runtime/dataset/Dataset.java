package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  private static final int LISTED_FILES = 16;

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
   * The files as they are recorded. A folder with more than {@value #LISTED_FILES} of them is one
   * entry, {@code train/cat/ (5000 files)}, with the sum of their bytes and the SHA-256 of what
   * {@code sha256sum} prints for them in the order of their names: 100,000 lines are no record.
   */
  public List<DataFile> recordedFiles() {
    Map<String, List<DataFile>> byFolder = new TreeMap<>();
    for (DataFile file : files) {
      String parent = file.name().substring(0, file.name().lastIndexOf('/') + 1);
      byFolder.computeIfAbsent(parent, name -> new ArrayList<>()).add(file);
    }
    List<DataFile> recorded = new ArrayList<>();
    byFolder.forEach(
        (name, list) -> {
          if (list.size() > LISTED_FILES) {
            recorded.add(summary(name, list));
          } else {
            recorded.addAll(list);
          }
        });
    recorded.sort(Comparator.comparing(DataFile::name));
    return recorded;
  }

  private static DataFile summary(String folder, List<DataFile> files) {
    String sums =
        files.stream()
            .map(file -> file.sha256() + "  " + file.name().substring(folder.length()) + "\n")
            .collect(Collectors.joining());
    return new DataFile(
        folder + " (" + files.size() + " files)",
        files.stream().mapToLong(DataFile::bytes).sum(),
        Digests.sha256(sums.getBytes(StandardCharsets.UTF_8)));
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
