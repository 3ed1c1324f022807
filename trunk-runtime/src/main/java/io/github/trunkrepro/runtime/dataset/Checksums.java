package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Compares data files with the SHA-256 that was declared for them. */
final class Checksums {
  private Checksums() {}

  /**
   * Hashes files and compares those for which a SHA-256 is declared.
   *
   * @param names of the files that are read, relative to the folder
   * @param declared name to SHA-256; these files are hashed too
   * @param headline first line of the message when any differs
   * @param mend last line of that message
   * @return all the files, sorted by name
   * @throws UserException (check) with every difference, or (set-up) if a file cannot be read
   */
  static List<DataFile> verify(
      Path folder,
      Collection<String> names,
      Map<String, String> declared,
      String headline,
      String mend) {
    TreeSet<String> all = new TreeSet<>(names);
    all.addAll(declared.keySet());
    // Side by side: image folders have many files, and each is waited for.
    List<Optional<DataFile>> found = all.parallelStream().map(name -> hash(folder, name)).toList();
    List<String> problems = new ArrayList<>();
    Iterator<Optional<DataFile>> next = found.iterator();
    for (String name : all) {
      Optional<DataFile> file = next.next();
      String expected = declared.getOrDefault(name, "").toLowerCase(Locale.ROOT);
      if (file.isEmpty()) {
        problems.add(difference(name, expected, "no such file in " + folder));
      } else if (declared.containsKey(name) && !expected.equals(file.get().sha256())) {
        problems.add(
            difference(
                name, expected, file.get().sha256() + " (" + file.get().bytes() + " bytes)"));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK, headline + "\n  " + DataErrors.lines(problems) + "\n" + mend);
    }
    return found.stream().map(Optional::orElseThrow).toList();
  }

  private static String difference(String name, String expected, String found) {
    return name + "\n    expected SHA-256 " + expected + "\n    found " + found;
  }

  private static Optional<DataFile> hash(Path folder, String name) {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new DataFile(name, Files.size(file), Digests.sha256(file)));
    } catch (IOException e) {
      throw DataErrors.unreadable(file, e);
    }
  }
}
