package io.github.trunkrepro.runtime.engine;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The engine's native libraries as they lie on the disk and are mapped. DJL trusts its cache for
 * ever; here each file is compared with what is expected of it, and what the process has mapped
 * with what was compared.
 */
final class NativeLibraries {
  private static final Path MAPS = Path.of("/proc/self/maps");

  private final ExpectedLibraries expected;
  private final Set<Path> verified = new HashSet<>();

  NativeLibraries(ExpectedLibraries expected) {
    this.expected = expected;
  }

  /**
   * Compares the files, each once. To be called before the libraries are loaded, for those that an
   * earlier run unpacked (a broken one crashes the JVM), and after, for those that were unpacked
   * just now.
   *
   * @throws UserException if a file differs
   */
  void verifyFiles() {
    expected.files.forEach(
        (file, library) -> {
          if (!verified.contains(file) && Files.exists(file)) {
            String found = Digests.sha256(file);
            if (!found.equals(library.sha256())) {
              throw new ForeignLibraryException(
                  file
                      + " is not what "
                      + library.source()
                      + " is to hold: expected SHA-256 "
                      + library.sha256()
                      + ", found "
                      + found
                      + "; "
                      + expected.mend);
            }
            verified.add(file);
          }
        });
  }

  /**
   * The libraries that the process uses, in the order of their names: on Linux those that it has
   * mapped, elsewhere those that were compared.
   *
   * @throws UserException if one of the engine's is mapped that was not compared
   */
  List<NativeLibrary> loaded() {
    if (!Files.isReadable(MAPS)) {
      return sorted(verified.stream().map(expected.files::get));
    }
    try {
      return loaded(Files.readAllLines(MAPS));
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.CHECK, "cannot find out which libraries are mapped: " + e, e);
    }
  }

  List<NativeLibrary> loaded(List<String> maps) throws IOException {
    Map<String, NativeLibrary> known = new HashMap<>();
    for (Path file : verified) {
      known.put(file.toRealPath().toString(), expected.files.get(file));
    }
    List<String> folders = new ArrayList<>();
    for (Path folder : expected.folders) {
      folders.add(folder.toRealPath() + "/");
    }
    List<NativeLibrary> loaded = new ArrayList<>();
    for (String path : MappedFiles.parse(maps)) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (known.containsKey(path)) {
        loaded.add(known.get(path));
      } else if (folders.stream().anyMatch(path::startsWith) || MappedFiles.isEngine(name)) {
        throw new ForeignLibraryException(
            "the process has mapped "
                + path
                + ", which is not declared and comes from no dependency of the project; unset what"
                + " made it load that (LD_PRELOAD, LD_LIBRARY_PATH), "
                + expected.mend);
      }
    }
    return sorted(loaded.stream());
  }

  /** The system chooses the addresses anew in each process, and records are to be the same. */
  private static List<NativeLibrary> sorted(Stream<NativeLibrary> libraries) {
    return libraries.sorted(Comparator.comparing(NativeLibrary::name)).toList();
  }
}
