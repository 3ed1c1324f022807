package io.github.trunkrepro.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * SHA-256 of the native libraries in the jars on the class path. To unpack half a gigabyte at each
 * start takes seconds, so the digests of a jar's entries are kept in a file that is named by the
 * digest of the jar itself.
 */
final class JarEntries {
  private record Jar(String name, Map<String, String> digests) {}

  private final List<Jar> jars;

  private JarEntries(List<Jar> jars) {
    this.jars = jars;
  }

  /** Entries of every jar on the class path that has native libraries of PyTorch. */
  static JarEntries onClassPath(Path cache) {
    List<Jar> jars = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path file = Path.of(element);
      if (file.getFileName() != null && file.getFileName().toString().startsWith("pytorch-")) {
        jars.add(new Jar(file.getFileName().toString(), digests(file, cache)));
      }
    }
    return new JarEntries(jars);
  }

  /** Digest to jar of every entry with this file name. */
  Map<String, String> jarsByDigest(String name) {
    Map<String, String> found = new TreeMap<>();
    for (Jar jar : jars) {
      jar.digests()
          .forEach(
              (entry, digest) -> {
                if (entry.endsWith("/" + name)) {
                  found.put(digest, jar.name());
                }
              });
    }
    return found;
  }

  private static Map<String, String> digests(Path jar, Path cache) {
    Path known = cache.resolve("entries-" + Digests.sha256(jar) + ".json");
    Map<String, String> digests = new TreeMap<>();
    if (Files.isRegularFile(known)) {
      Json.read(known, JsonNode.class)
          .properties()
          .forEach(entry -> digests.put(entry.getKey(), entry.getValue().asText()));
      return digests;
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().matches("(pytorch|jnilib)/.*\\.(so|dll|dylib)[^/]*")) {
          try (InputStream in = zip.getInputStream(entry)) {
            digests.put(entry.getName(), Digests.sha256(in));
          }
        }
      }
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP, "cannot read " + jar + ": " + e + "; resolve it again", e);
    }
    AtomicFiles.write(known, CanonicalJson.bytes(digests));
    return digests;
  }
}
