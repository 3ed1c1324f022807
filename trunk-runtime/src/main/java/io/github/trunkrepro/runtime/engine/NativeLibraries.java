package io.github.trunkrepro.runtime.engine;

import ai.djl.pytorch.jni.LibUtils;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The engine's native libraries, held against the jars that were declared. DJL unpacks them into its
 * engine cache and uses what it finds there unchecked, so a folder that someone changed, or another
 * PyTorch on the machine, would go unnoticed.
 */
final class NativeLibraries {
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final Pattern MAPPED_FILE = Pattern.compile("^(?:\\S+\\s+){5}(/.*)$");
  private static final Pattern ENGINE_LIBRARY =
      Pattern.compile("(?:[0-9.]+-)?((?:lib)?(?:djl_torch|torch\\w*|c10\\w*|gomp-\\w+)\\.(?:so|dll|dylib).*)");

  private NativeLibraries() {}

  /** Every library of the engine that this process uses, by name, verified. */
  static List<NativeLibrary> verified() {
    Path cache = Path.of(LibUtils.getLibtorchPath()).toAbsolutePath();
    JarEntries entries = JarEntries.onClassPath(cache.getParent());
    List<NativeLibrary> libraries = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : loaded(cache)) {
      String name = nameInJar(file);
      Map<String, String> jarsByDigest = entries.jarsByDigest(name);
      String sha256 = Digests.sha256(file);
      String jar = jarsByDigest.get(sha256);
      if (jar == null) {
        problems.add(
            "  "
                + file
                + ": SHA-256 expected "
                + (jarsByDigest.isEmpty() ? "that of a declared jar" : jarsByDigest)
                + ", found "
                + sha256);
      } else {
        libraries.add(new NativeLibrary(name, sha256, jar));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK,
          "native libraries are not those of the declared dependencies:\n"
              + String.join("\n", problems)
              + "\ndelete the folder "
              + cache.getParent()
              + ", and unset whatever makes another PyTorch load (LD_LIBRARY_PATH, LD_PRELOAD,"
              + " PYTORCH_LIBRARY_PATH)");
    }
    return libraries;
  }

  /** Mapped files where the system tells them, else the files in the folder that DJL loaded. */
  private static Iterable<Path> loaded(Path cache) {
    TreeSet<Path> files = new TreeSet<>();
    boolean told = Files.isReadable(MAPS);
    try (Stream<Path> candidates = told ? mapped() : Files.list(cache)) {
      candidates
          .filter(file -> ENGINE_LIBRARY.matcher(file.getFileName().toString()).matches())
          .forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static Stream<Path> mapped() throws IOException {
    return Files.readAllLines(MAPS).stream()
        .map(MAPPED_FILE::matcher)
        .filter(Matcher::matches)
        .map(line -> Path.of(line.group(1)))
        .distinct();
  }

  /** DJL puts its version before the name of its own library. */
  private static String nameInJar(Path file) {
    Matcher matcher = ENGINE_LIBRARY.matcher(file.getFileName().toString());
    return matcher.matches() ? matcher.group(1) : file.getFileName().toString();
  }
}
