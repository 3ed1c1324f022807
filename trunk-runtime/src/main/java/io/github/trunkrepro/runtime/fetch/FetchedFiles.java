package io.github.trunkrepro.runtime.fetch;

import io.github.trunkrepro.runtime.dataset.OfficialFile;
import io.github.trunkrepro.runtime.dataset.OfficialFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What was fetched, as its owner sees it. */
public final class FetchedFiles {
  private FetchedFiles() {}

  /**
   * The files in the folders of data sets, in order of their names.
   *
   * @param datasets folder of these folders, which need not exist
   */
  public static List<Path> in(Path datasets) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path set : list(datasets)) {
      if (Files.isDirectory(set)) {
        list(set).stream()
            .filter(file -> !file.getFileName().toString().equals(FolderLock.NAME))
            .forEach(files::add);
      }
    }
    return files;
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  /** Whether a file is on its way, and may be gone on with. */
  public static boolean isPart(Path file) {
    return file.getFileName().toString().endsWith(Fetcher.PART);
  }

  /** Why a file is not the official one of its name; empty if it is. */
  public static Optional<String> mismatch(Path file) throws IOException {
    Optional<OfficialFile> known = OfficialFiles.named(file.getFileName().toString());
    return known.isEmpty()
        ? Optional.of("no official file has this name")
        : Expected.official(known.get()).mismatch(file);
  }
}
