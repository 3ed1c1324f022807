package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.PublishedManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a finished training: all that using the network needs, and nothing that differs between two
 * builds that agree. The same content gives the same bytes on every machine and Java.
 */
final class NetworkArchive {
  private NetworkArchive() {}

  /**
   * The archive of an output folder.
   *
   * @param run the folder's manifest
   * @param folder in the archive, with a slash at the end
   * @param time of every entry, UTC
   */
  static byte[] pack(Path output, Manifest run, String folder, LocalDateTime time)
      throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    entries.put(
        NetworkLayout.MANIFEST,
        ReadableJson.write(PublishedManifest.of(run)).getBytes(StandardCharsets.UTF_8));
    for (String file :
        List.of(
            NetworkLayout.RECIPE,
            NetworkLayout.TREE,
            NetworkLayout.MATERIALS,
            NetworkLayout.STATEMENT)) {
      entries.put(file, Files.readAllBytes(output.resolve(file)));
    }
    for (String file :
        List.of(
            NetworkLayout.BASELINE,
            NetworkLayout.ACCEPTED_DRIFT,
            NetworkLayout.LOCK,
            NetworkLayout.SIGNED_STATEMENT)) {
      if (Files.exists(output.resolve(file))) {
        entries.put(file, Files.readAllBytes(output.resolve(file)));
      }
    }
    for (String part : List.of(NetworkLayout.NODES, NetworkLayout.LIKELIHOODS)) {
      try (Stream<Path> files = Files.list(output.resolve(part))) {
        for (Path file : files.toList()) {
          entries.put(part + "/" + file.getFileName(), Files.readAllBytes(file));
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(stored(folder + entry.getKey(), entry.getValue(), time));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** Not compressed: deflated bytes depend on the Java's zlib, and weights hardly shrink. */
  private static ZipEntry stored(String name, byte[] content, LocalDateTime time) {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    // Not setTime, which would write the time of this machine's zone.
    entry.setTimeLocal(time);
    return entry;
  }
}
