package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Files by what changes when they do: size and times, the one of the last change (ctime) too, which
 * no program can set back. Natives have hundreds of megabytes, and a build asks for their digests
 * again and again.
 */
final class FileStamps {
  private static final Map<String, String> DIGESTS = new ConcurrentHashMap<>();

  /** Files of fewer bytes are read again in less time than it takes to keep their digests. */
  private static final long WORTH_KEEPING = 8L << 20;

  private FileStamps() {}

  /** The file's stamp, on a line; a file that is missing has one too. */
  static String stamp(Path file) throws IOException {
    if (Files.notExists(file)) {
      return file + " missing\n";
    }
    Map<String, Object> attributes =
        Files.getFileStore(file).supportsFileAttributeView("unix")
            ? Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino")
            : Files.readAttributes(file, "size,lastModifiedTime");
    return file + " " + new TreeMap<>(attributes) + "\n";
  }

  /**
   * Takes the digests of large files that an earlier JVM kept.
   *
   * @param folder where they are kept; may be missing
   */
  static void recall(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> kept = Files.list(folder)) {
        for (Path file : kept.toList()) {
          String[] parts = Files.readString(file).split("\n", -1);
          if (parts.length == 2) {
            DIGESTS.putIfAbsent(parts[1] + "\n", parts[0]);
          }
        }
      }
    }
  }

  /** Keeps the digest of a file for later JVMs, where that is worth it. */
  static void keep(Path folder, Path file) throws IOException {
    String stamp = stamp(file);
    String digest = DIGESTS.get(stamp);
    if (digest == null || Files.size(file) < WORTH_KEEPING) {
      return;
    }
    // One for each path: what a file was before is of no use.
    Path kept = folder.resolve(Digests.sha256(file.toString().getBytes(StandardCharsets.UTF_8)));
    String text = digest + "\n" + stamp.strip();
    if (!Files.exists(kept) || !Files.readString(kept).equals(text)) {
      AtomicFiles.write(kept, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * SHA-256 of a file's content, computed once in this JVM as long as its stamp stays.
   *
   * @throws UserException when it cannot be read
   */
  static String sha256(Path file) {
    try {
      return DIGESTS.computeIfAbsent(stamp(file), stamp -> Digests.sha256(file));
    } catch (IOException e) {
      throw new UserException(UserException.Kind.SETUP, "cannot read " + file + ": " + e, e);
    }
  }
}
