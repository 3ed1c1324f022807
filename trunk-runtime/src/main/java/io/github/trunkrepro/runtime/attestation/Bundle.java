package io.github.trunkrepro.runtime.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.ImportedManifest;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.PublishedManifest;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All files of one run: an output folder, or an archive that was published. Its files are read in
 * place.
 *
 * @param root folder of the files
 * @param shown where the user finds them
 * @param archive that the root lies in; empty for an output folder
 */
public record Bundle(Path root, String shown, Optional<FileSystem> archive)
    implements AutoCloseable {

  /**
   * Opens an output folder or an archive.
   *
   * @throws UserException when there is no run in it
   */
  public static Bundle open(Path folderOrArchive) {
    if (Files.notExists(folderOrArchive)) {
      throw setup("there is no " + folderOrArchive + "; give a run's folder, or its archive");
    }
    if (Files.isDirectory(folderOrArchive)) {
      if (Files.notExists(folderOrArchive.resolve(NetworkLayout.MANIFEST))) {
        throw setup(
            "there is no finished run in %s: it has no %s; train with mvn trunk:train"
                .formatted(folderOrArchive, NetworkLayout.MANIFEST));
      }
      return new Bundle(folderOrArchive, folderOrArchive.toString(), Optional.empty());
    }
    try {
      FileSystem zip = FileSystems.newFileSystem(folderOrArchive);
      try {
        return new Bundle(only(zip, folderOrArchive), folderOrArchive.toString(), Optional.of(zip));
      } catch (RuntimeException | IOException e) {
        zip.close();
        throw e;
      }
    } catch (IOException | java.nio.file.ProviderNotFoundException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          folderOrArchive
              + " is no archive that can be read ("
              + e.getMessage()
              + "); take the one that mvn trunk:train attaches",
          e);
    }
  }

  private static Path only(FileSystem zip, Path file) throws IOException {
    List<Path> roots = new ArrayList<>();
    Path networks = zip.getPath(NetworkLayout.ARCHIVE);
    if (Files.isDirectory(networks)) {
      try (Stream<Path> inside = Files.walk(networks, 3)) {
        inside
            .filter(path -> Files.exists(path.resolve(NetworkLayout.MANIFEST)))
            .forEach(roots::add);
      }
    }
    if (roots.size() != 1) {
      throw setup(
          "%s holds %d networks under %s, expected one; take the archive that mvn trunk:train attaches"
              .formatted(file, roots.size(), NetworkLayout.ARCHIVE));
    }
    return roots.get(0);
  }

  /** Whether it is an archive, whose manifest tells less than that of a folder. */
  public boolean published() {
    return archive.isPresent();
  }

  /** A file of the bundle, by its name in {@link NetworkLayout}. */
  public Path file(String name) {
    return root.resolve(name);
  }

  /** Whether the file is there. */
  public boolean has(String name) {
    return Files.exists(file(name));
  }

  /**
   * What is published of the run, or would be.
   *
   * @throws UserException when the manifest cannot be read, or is that of an imported network
   */
  public PublishedManifest manifest() {
    Path file = file(NetworkLayout.MANIFEST);
    JsonNode version = Json.read(file, JsonNode.class).path("version");
    if (version.asText().equals(ImportedManifest.VERSION)) {
      throw setup(
          shown + " is of a network that was imported: no training is known of it to be verified");
    }
    if (!published()) {
      return PublishedManifest.of(Manifest.read(file));
    }
    if (!version.asText().equals(Manifest.VERSION)) {
      throw setup(
          "%s: expected \"version\": \"%s\", found %s; use the plugin's version that wrote it"
              .formatted(file, Manifest.VERSION, version));
    }
    return Json.read(file, PublishedManifest.class);
  }

  /** Names of the files in a folder of the bundle, sorted; none when there is no such folder. */
  List<String> list(String folder) {
    if (!Files.isDirectory(file(folder))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(file(folder))) {
      return files.map(path -> folder + "/" + path.getFileName()).sorted().toList();
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP, "cannot read " + file(folder) + ": " + e, e);
    }
  }

  private static UserException setup(String message) {
    return new UserException(UserException.Kind.SETUP, message);
  }

  @Override
  public void close() {
    archive.ifPresent(
        zip -> {
          try {
            zip.close();
          } catch (IOException e) {
            // Nothing was written to it.
          }
        });
  }
}
