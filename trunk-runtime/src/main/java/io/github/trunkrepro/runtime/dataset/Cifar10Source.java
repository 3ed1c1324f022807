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
 * CIFAR-10's binary version (Krizhevsky, 2009): files of records of one label and 32x32 pixels, all
 * red before all green before all blue. Either a folder with the files (in itself or in {@code
 * cifar-10-batches-bin}) or the {@code tar.gz} with that folder. A file may have any number of
 * records.
 */
final class Cifar10Source implements ImageSource {
  private static final String SUBFOLDER = "cifar-10-batches-bin";
  private static final String NAMES_FILE = "batches.meta.txt";
  private static final Map<Part, List<String>> BATCHES =
      Map.of(
          Part.TRAIN,
          List.of(
              "data_batch_1.bin",
              "data_batch_2.bin",
              "data_batch_3.bin",
              "data_batch_4.bin",
              "data_batch_5.bin"),
          Part.TEST,
          List.of("test_batch.bin"));

  private final Path source;
  private final boolean archive;
  private final String prefix;
  private final Set<Part> parts;

  private Cifar10Source(Path source, boolean archive, String prefix, Set<Part> parts) {
    this.source = source;
    this.archive = archive;
    this.prefix = prefix;
    this.parts = parts;
  }

  /** Finds the files of these parts; in a folder fails with all that are missing. */
  static Cifar10Source find(Path source, Set<Part> parts) {
    if (Files.isRegularFile(source)) {
      return new Cifar10Source(source, true, "", parts);
    }
    String prefix = Files.isDirectory(source.resolve(SUBFOLDER)) ? SUBFOLDER + "/" : "";
    Cifar10Source found = new Cifar10Source(source, false, prefix, parts);
    found.requireAll(
        found.batches().filter(name -> Files.isRegularFile(source.resolve(prefix + name))).toList(),
        source.resolve(prefix));
    return found;
  }

  private Stream<String> batches() {
    return parts.stream().sorted().flatMap(part -> BATCHES.get(part).stream());
  }

  private void requireAll(List<String> present, Path where) {
    List<String> missing = batches().filter(name -> !present.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw DataErrors.setup(
          where
              + ": expected the files of CIFAR-10's binary version, but these are missing: "
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
    return Stream.concat(batches(), Stream.of(NAMES_FILE))
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
      images.put(part, batches.joined(BATCHES.get(part)));
    }
    return new Contents(batches.classNames().orElse(CifarBatches.OFFICIAL_NAMES), images);
  }

  private void readFolder(CifarBatches batches) {
    for (String name : files()) {
      Path file = source.resolve(name);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        read(file.getFileName().toString(), Files.size(file), in, batches);
      } catch (IOException e) {
        throw DataErrors.unreadable(file, e);
      }
    }
  }

  private static void read(String name, long bytes, InputStream in, CifarBatches batches)
      throws IOException {
    if (name.equals(NAMES_FILE)) {
      batches.readNames(name, in);
    } else {
      batches.read(name, bytes, in);
    }
  }

  private void unpack(CifarBatches batches) {
    Set<String> found = new TreeSet<>();
    Set<String> wanted = new HashSet<>(batches().toList());
    wanted.add(NAMES_FILE);
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(source), 1 << 16);
        InputStream unpacked = Gzip.unpack(stored);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
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
          read(name, entry.getSize(), tar, batches);
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
