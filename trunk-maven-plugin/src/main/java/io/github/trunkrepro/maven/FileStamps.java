package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files by what changes when they do: size and times, the one of the last change (ctime) too, which
 * no program can set back. Natives have hundreds of megabytes, and a build asks for their digests
 * again and again.
 */
final class FileStamps {
  private static final Map<String, String> DIGESTS = new ConcurrentHashMap<>();

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
