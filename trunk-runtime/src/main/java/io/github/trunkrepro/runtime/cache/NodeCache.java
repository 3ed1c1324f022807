package io.github.trunkrepro.runtime.cache;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What was trained before, by key: a folder of files an entry, written beside and moved into place,
 * and verified by digest each time it is read. Builds may share a cache.
 */
public final class NodeCache {
  /** Beginning of the name of an entry that was found damaged. */
  static final String DAMAGED = "damaged-";

  /** File of an entry that says in words what it is. */
  public static final String ABOUT = "about.txt";

  private static final String DIGESTS = "digests.json";
  private static final String PROVEN = "proven";

  private final Path folder;
  private final Consumer<String> warnings;

  /** A cache that says which entries it found damaged. */
  public NodeCache(Path folder, Consumer<String> warnings) {
    this.folder = folder;
    this.warnings = warnings;
  }

  /** The entry's files by name; empty if there is none. A damaged entry is moved aside. */
  public Optional<Map<String, byte[]>> find(String key) {
    Optional<Map<String, byte[]>> files = read(key);
    if (files.isPresent()) {
      try {
        // Tells the pruning that this entry is in use.
        Files.setLastModifiedTime(folder.resolve(key), FileTime.from(Instant.now()));
      } catch (IOException e) {
        // A cache that may only be read serves as well.
      }
    }
    return files;
  }

  /** Whether the entry is there and as it was stored. A damaged entry is moved aside. */
  boolean isWhole(String key) {
    return read(key).isPresent();
  }

  private Optional<Map<String, byte[]>> read(String key) {
    Path entry = folder.resolve(key);
    if (!Files.isDirectory(entry)) {
      return Optional.empty();
    }
    try {
      Map<String, byte[]> files = new TreeMap<>();
      Map<String, String> digests = new TreeMap<>();
      Json.mapper()
          .readTree(entry.resolve(DIGESTS).toFile())
          .properties()
          .forEach(file -> digests.put(file.getKey(), file.getValue().asText()));
      for (Map.Entry<String, String> expected : digests.entrySet()) {
        byte[] content = Files.readAllBytes(entry.resolve(expected.getKey()));
        if (!Digests.sha256(content).equals(expected.getValue())) {
          throw new IOException("digest of " + expected.getKey() + " differs");
        }
        files.put(expected.getKey(), content);
      }
      return Optional.of(files);
    } catch (IOException damaged) {
      if (Files.isDirectory(entry)) {
        moveAside(entry, damaged);
      }
      return Optional.empty();
    }
  }

  /** Stores an entry. If another build was quicker, its entry, which has the same bits, stays. */
  public void store(String key, Map<String, byte[]> files) {
    Map<String, String> digests = new TreeMap<>();
    try {
      Files.createDirectories(folder);
      Path beside = Files.createTempDirectory(folder, unfinished(ProcessHandle.current().pid()));
      try {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          Files.write(beside.resolve(file.getKey()), file.getValue());
          digests.put(file.getKey(), Digests.sha256(file.getValue()));
        }
        Files.write(beside.resolve(DIGESTS), CanonicalJson.bytes(digests));
        Files.move(beside, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Folders.delete(beside);
        if (!Files.isDirectory(folder.resolve(key))) {
          throw e;
        }
      }
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "cannot write to the node cache "
              + folder
              + ": "
              + e
              + "; make room there, or make it writable, or move it with -Dtrunk.cache=FOLDER",
          e);
    }
  }

  /** Deletes the entries that a process died over. */
  void deleteUnfinished(long pid) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry :
          entries.filter(e -> e.getFileName().toString().startsWith(unfinished(pid))).toList()) {
        Folders.delete(entry);
      }
    }
  }

  private static String unfinished(long pid) {
    return "new-" + pid + "-";
  }

  /** Whether the entry was trained twice with the same bits. */
  public boolean isProven(String key) {
    return Files.exists(folder.resolve(key).resolve(PROVEN));
  }

  /** Records that the entry was trained twice with the same bits. */
  public void markProven(String key) {
    AtomicFiles.write(
        folder.resolve(key).resolve(PROVEN),
        "trained twice with the same bits\n".getBytes(StandardCharsets.UTF_8));
  }

  private void moveAside(Path entry, IOException damage) {
    Path aside = entry.resolveSibling(DAMAGED + entry.getFileName());
    try {
      if (Files.exists(aside)) {
        Folders.delete(aside);
      }
      Files.move(entry, aside, StandardCopyOption.ATOMIC_MOVE);
      warnings.accept(
          "the node cache entry "
              + entry
              + " is damaged ("
              + damage.getMessage()
              + "); it was moved to "
              + aside.getFileName()
              + " and is trained again");
    } catch (IOException e) {
      if (Files.notExists(entry)) {
        // Another build found the damage too, and was quicker.
        return;
      }
      throw new UserException(
          UserException.Kind.SETUP,
          "the node cache entry " + entry + " is damaged and cannot be moved aside; delete it",
          e);
    }
  }
}
