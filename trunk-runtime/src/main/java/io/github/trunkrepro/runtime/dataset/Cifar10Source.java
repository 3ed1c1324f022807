package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * CIFAR-10 (Krizhevsky, 2009). The binary version: files of records of one label and 32x32 pixels,
 * all red before all green before all blue. The Python version: the same as {@link CifarPickle}s.
 * Either a folder with the files (in itself or in the archive's folder) or the {@code tar.gz}. A
 * file may have any number of images.
 */
final class Cifar10Source implements ImageSource {
  static final String BINARY_ARCHIVE = "cifar-10-binary.tar.gz";
  static final String PYTHON_ARCHIVE = "cifar-10-python.tar.gz";

  private static final Map<Part, List<String>> BATCHES =
      Map.of(
          Part.TRAIN,
          List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5"),
          Part.TEST,
          List.of("test_batch"));

  /** The two versions. */
  private enum Version {
    BINARY("binary", "cifar-10-batches-bin", ".bin", "batches.meta.txt"),
    PYTHON("Python", "cifar-10-batches-py", "", "batches.meta");

    private final String word;
    private final String subfolder;
    private final String ending;
    private final String namesFile;

    Version(String word, String subfolder, String ending, String namesFile) {
      this.word = word;
      this.subfolder = subfolder;
      this.ending = ending;
      this.namesFile = namesFile;
    }

    String batch(String name) {
      return name + ending;
    }

    void read(String file, long bytes, InputStream in, CifarBatches batches) throws IOException {
      boolean names = file.equals(namesFile);
      if (this == BINARY) {
        if (names) {
          batches.readNames(file, in);
        } else {
          batches.read(file, bytes, in);
        }
      } else if (names) {
        batches.readPickledNames(file, bytes, in);
      } else {
        batches.readPickled(file, bytes, in);
      }
    }
  }

  private final Path source;
  private final boolean archive;
  private final String prefix;
  private final Version version;
  private final Set<Part> parts;

  private Cifar10Source(
      Path source, boolean archive, String prefix, Version version, Set<Part> parts) {
    this.source = source;
    this.archive = archive;
    this.prefix = prefix;
    this.version = version;
    this.parts = parts;
  }

  /** Finds the files of these parts; in a folder fails with all that are missing. */
  static Cifar10Source find(Path source, Set<Part> parts) {
    if (Files.isRegularFile(source)) {
      return new Cifar10Source(source, true, "", versionInside(source), parts);
    }
    Version version =
        isThere(source, Version.PYTHON) && !isThere(source, Version.BINARY)
            ? Version.PYTHON
            : Version.BINARY;
    String prefix =
        Files.isDirectory(source.resolve(version.subfolder)) ? version.subfolder + "/" : "";
    Cifar10Source found = new Cifar10Source(source, false, prefix, version, parts);
    found.requireAll(
        found.batches().filter(name -> Files.isRegularFile(source.resolve(prefix + name))).toList(),
        source.resolve(prefix));
    return found;
  }

  /** Finds the set in a folder that may hold the archives as they are published. */
  static Cifar10Source findPublished(Path source, Set<Part> parts) {
    return Stream.of(BINARY_ARCHIVE, PYTHON_ARCHIVE)
        .map(source::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> find(file, parts))
        .orElseGet(() -> find(source, parts));
  }

  private static boolean isThere(Path folder, Version version) {
    return Files.isDirectory(folder.resolve(version.subfolder))
        || BATCHES.values().stream()
            .flatMap(List::stream)
            .anyMatch(name -> Files.isRegularFile(folder.resolve(version.batch(name))));
  }

  /** By the first batch in the archive. */
  private static Version versionInside(Path archive) {
    Set<String> pickled = new HashSet<>();
    BATCHES.values().forEach(names -> names.forEach(n -> pickled.add(Version.PYTHON.batch(n))));
    try (TarArchiveInputStream tar = open(archive)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && entry.getName().endsWith(Version.BINARY.ending)) {
          return Version.BINARY;
        }
        if (entry.isFile() && pickled.contains(baseName(entry))) {
          return Version.PYTHON;
        }
      }
    } catch (IOException e) {
      return Version.BINARY; // what is wrong with it is told when it is read
    }
    return Version.BINARY;
  }

  private Stream<String> batches() {
    return parts.stream().sorted().flatMap(part -> BATCHES.get(part).stream()).map(version::batch);
  }

  private void requireAll(List<String> present, Path where) {
    List<String> missing = batches().filter(name -> !present.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw DataErrors.setup(
          where
              + ": expected the files of CIFAR-10's "
              + version.word
              + " version, but these are missing: "
              + String.join(", ", missing)
              + ". Unpack or get the archive again, or name another dataset.source in the recipe.");
    }
  }

  @Override
  public Path folder() {
    return archive ? source.toAbsolutePath().getParent() : source;
  }

  @Override
  public List<String> files() {
    if (archive) {
      return List.of(source.getFileName().toString());
    }
    return Stream.concat(batches(), Stream.of(version.namesFile))
        .map(name -> prefix + name)
        .filter(name -> Files.isRegularFile(source.resolve(name)))
        .toList();
  }

  @Override
  public Contents read(Reading reading) {
    CifarBatches batches = new CifarBatches(this::at, reading);
    if (archive) {
      unpack(batches);
    } else {
      readFolder(batches);
    }
    Map<Part, ImageSet> images = new EnumMap<>(Part.class);
    for (Part part : parts) {
      images.put(part, batches.joined(BATCHES.get(part).stream().map(version::batch).toList()));
    }
    return new Contents(batches.classNames().orElse(CifarBatches.OFFICIAL_NAMES), images);
  }

  private void readFolder(CifarBatches batches) {
    for (String name : files()) {
      Path file = source.resolve(name);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        version.read(file.getFileName().toString(), Files.size(file), in, batches);
      } catch (IOException e) {
        throw DataErrors.unreadable(file, e);
      }
    }
  }

  private static TarArchiveInputStream open(Path archive) throws IOException {
    InputStream stored = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
    try {
      return new TarArchiveInputStream(Gzip.unpack(stored));
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  private static String baseName(TarArchiveEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }

  private void unpack(CifarBatches batches) {
    Set<String> found = new TreeSet<>();
    Set<String> wanted = new HashSet<>(batches().toList());
    wanted.add(version.namesFile);
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(source), 1 << 16);
        InputStream unpacked = Gzip.unpack(stored);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = baseName(entry);
        if (entry.isFile() && !entry.isSparse() && wanted.contains(name)) {
          if (found.contains(name)) {
            throw DataErrors.setup(
                source
                    + ": expected "
                    + name
                    + " once, found it again as "
                    + entry.getName()
                    + ".");
          }
          version.read(name, entry.getSize(), tar, batches);
          found.add(name);
        }
      }
      // The checksum of the gzip stream stands at its end, behind that of the archive.
      unpacked.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          source
              + ": expected a tar.gz archive; it is damaged or cut off ("
              + e.getMessage()
              + "), after "
              + DataErrors.list(List.copyOf(found))
              + ". Get the file again.",
          e);
    }
    requireAll(List.copyOf(found), source);
  }

  /** A file as it is shown in messages. */
  private String at(String name) {
    return archive ? source + ", in it " + name : source.resolve(prefix + name).toString();
  }
}
