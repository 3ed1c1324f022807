package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files by what changes when they do: size and times, the one of the last change (ctime) too, which
 * no program can set back. Natives have hundreds of megabytes, and a build asks for their digests
 * again and again.
 */
final class FileStamps {
  /** Digests by stamp. */
  private static final Map<String, String> DIGESTS = new ConcurrentHashMap<>();

  private static final int SHA_256_DIGITS = 64;

  private FileStamps() {}

  /** The file's stamp, on a line; a file that is missing has one too. */
  static String stamp(Path file) throws IOException {
    if (Files.notExists(file)) {
      return file + " missing\n";
    }
    Map<String, Object> attributes =
        file.getFileSystem().supportedFileAttributeViews().contains("unix")
            ? Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino")
            : Files.readAttributes(file, "size,lastModifiedTime");
    return file + " " + new TreeMap<>(attributes) + "\n";
  }

  /**
   * Takes the digests that an earlier JVM kept.
   *
   * @param kept where; may be missing, and what is no digest of a stamp is passed over
   */
  static void recall(Path kept) throws IOException {
    if (Files.isRegularFile(kept)) {
      for (String line : Files.readString(kept).split("\n", -1)) {
        int end = line.indexOf(' ');
        if (end == SHA_256_DIGITS) {
          DIGESTS.putIfAbsent(line.substring(end + 1) + "\n", line.substring(0, end));
        }
      }
    }
  }

  /**
   * Keeps the digests of files for later JVMs, in place of those kept before. Files whose digest
   * nobody asked for are left out.
   */
  static void keep(Path kept, Collection<Path> files) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      String stamp = stamp(file);
      String digest = DIGESTS.get(stamp);
      if (digest != null && stamp.lines().count() == 1) {
        lines.append(digest).append(' ').append(stamp);
      }
    }
    if (!Files.isRegularFile(kept) || !Files.readString(kept).contentEquals(lines)) {
      AtomicFiles.write(kept, lines.toString().getBytes(StandardCharsets.UTF_8));
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
