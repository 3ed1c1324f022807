package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes of a named data set only files that are official, or that the recipe declares. */
final class OfficialChecksums {
  private OfficialChecksums() {}

  /**
   * Compares files with what is known of the official ones.
   *
   * @param declared names that the recipe declares; they are compared already
   * @throws UserException (check) with every file that is neither
   */
  static void verify(OfficialSet set, Path folder, List<DataFile> files, Set<String> declared) {
    List<String> problems = new ArrayList<>();
    StringBuilder checksums = new StringBuilder();
    for (DataFile file : files) {
      if (declared.contains(file.name()) || isOfficial(folder, file)) {
        continue;
      }
      problems.add(
          DataErrors.text(
              "%s (%d bytes)%n    expected %s%n    found SHA-256 %s",
              file.name(), file.bytes(), expected(file), file.sha256()));
      checksums.append("\n    ").append(file.name()).append(": ").append(file.sha256());
    }
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK,
          DataErrors.text("%s: not the official files of %s:%n  ", folder, set)
              + DataErrors.lines(problems)
              + "\nGet the official ones (mvn trunk:fetch, or the address in docs/datasets.md), or, if"
              + " these are meant, declare them in the recipe:\n  checksums:"
              + checksums);
    }
  }

  private static boolean isOfficial(Path folder, DataFile file) {
    return OfficialFiles.named(baseName(file))
        .map(known -> matches(known, folder.resolve(file.name()), file.sha256()))
        .orElse(false);
  }

  private static boolean matches(OfficialFile known, Path file, String sha256) {
    if (known.sha256().isPresent()) {
      return known.sha256().get().equals(sha256);
    }
    try {
      return known.md5().isPresent() && known.md5().get().equals(Digests.md5(file));
    } catch (IOException e) {
      throw DataErrors.unreadable(file, e);
    }
  }

  private static String expected(DataFile file) {
    return OfficialFiles.named(baseName(file))
        .flatMap(
            known ->
                known.sha256().map(s -> "SHA-256 " + s).or(() -> known.md5().map(s -> "MD5 " + s)))
        .orElse("a file with a known checksum; none is known of this one");
  }

  private static String baseName(DataFile file) {
    return file.name().substring(file.name().lastIndexOf('/') + 1);
  }
}
