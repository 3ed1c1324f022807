package io.github.trunkrepro.runtime.engine;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * SHA-256 of a jar's entries. Unpacking half a gigabyte takes seconds, so the digests are kept in a
 * file beside the engine cache, named by the digest of the jar itself.
 */
final class EntryDigests {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");

  private final Path jar;
  private final Path file;
  private final Map<String, String> digests = new TreeMap<>();

  EntryDigests(Path jar, Path cache) {
    this.jar = jar;
    file = cache.resolve("jar-" + Digests.sha256(jar) + ".sha256");
  }

  /** SHA-256 of one entry. */
  String of(String entry) throws IOException {
    if (digests.isEmpty() && Files.isRegularFile(file)) {
      read();
    }
    if (!digests.containsKey(entry)) {
      try (JarFile archive = new JarFile(jar.toFile(), false)) {
        ZipEntry zipped = archive.getEntry(entry);
        if (zipped == null) {
          throw new IOException("no entry " + entry + " in " + jar);
        }
        try (InputStream in = archive.getInputStream(zipped)) {
          digests.put(entry, Digests.sha256(in));
        }
      }
      write();
    }
    return digests.get(entry);
  }

  private void read() throws IOException {
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        digests.put(matcher.group(2), matcher.group(1));
      }
    }
  }

  private void write() {
    StringBuilder lines = new StringBuilder();
    digests.forEach((name, sha256) -> lines.append(sha256).append("  ").append(name).append('\n'));
    AtomicFiles.write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
