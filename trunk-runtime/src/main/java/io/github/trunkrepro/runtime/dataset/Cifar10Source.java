package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int RECORD = 1 + SHAPE.values();
  private static final int MAX_FILE_BYTES = ByteImages.MAX_PIXELS / 5;
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
  private static final List<String> OFFICIAL_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

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
  public Contents read() {
    Map<String, byte[]> contents = archive ? unpack() : readFolder();
    List<String> names = OFFICIAL_NAMES;
    if (contents.containsKey(NAMES_FILE)) {
      names = names(contents.get(NAMES_FILE));
    }
    Map<Part, ByteImages> images = new EnumMap<>(Part.class);
    for (Part part : parts) {
      images.put(part, images(part, contents));
    }
    return new Contents(names, images);
  }

  private Map<String, byte[]> readFolder() {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String name : files()) {
      Path file = source.resolve(name);
      try {
        requireSane(Files.size(file), name);
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      } catch (IOException e) {
        throw DataErrors.unreadable(file, e);
      }
    }
    return contents;
  }

  private Map<String, byte[]> unpack() {
    Map<String, byte[]> contents = new TreeMap<>();
    Set<String> wanted = new HashSet<>(batches().toList());
    wanted.add(NAMES_FILE);
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(source), 1 << 16);
        InputStream unpacked = Gzip.unpack(stored);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && !entry.isSparse() && wanted.contains(name)) {
          requireSane(entry.getSize(), entry.getName());
          if (contents.put(name, tar.readAllBytes()) != null) {
            throw DataErrors.setup(
                source
                    + ": expected "
                    + name
                    + " once, found it again as "
                    + entry.getName()
                    + ".");
          }
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
              + DataErrors.list(List.copyOf(contents.keySet()))
              + ". Get the file again.",
          e);
    }
    requireAll(List.copyOf(contents.keySet()), source);
    return contents;
  }

  private void requireSane(long bytes, String name) {
    if (bytes > MAX_FILE_BYTES) {
      throw DataErrors.setup(
          DataErrors.text(
              "%s: expected at most %d bytes, found %d.", at(name), MAX_FILE_BYTES, bytes));
    }
  }

  /** A file as it is shown in messages. */
  private String at(String name) {
    return archive ? source + ", in it " + name : source.resolve(prefix + name).toString();
  }

  private ByteImages images(Part part, Map<String, byte[]> contents) {
    int records = 0;
    for (String name : BATCHES.get(part)) {
      int length = contents.get(name).length;
      if (length == 0 || length % RECORD != 0) {
        throw DataErrors.setup(
            DataErrors.text(
                    "%s, byte %d: expected records of %d bytes each, found %d bytes in the last one.",
                    at(name), length - length % RECORD, RECORD, length % RECORD)
                + " The file is cut off, or bytes were added: get it again.");
      }
      records += length / RECORD;
    }
    byte[] pixels = new byte[Math.multiplyExact(records, SHAPE.values())];
    byte[] labels = new byte[records];
    int image = 0;
    for (String name : BATCHES.get(part)) {
      byte[] batch = contents.remove(name);
      for (int start = 0; start < batch.length; start += RECORD) {
        labels[image] = label(name, batch, start);
        System.arraycopy(batch, start + 1, pixels, image * SHAPE.values(), SHAPE.values());
        image++;
      }
    }
    return new ByteImages(SHAPE, pixels, labels);
  }

  private byte label(String name, byte[] batch, int offset) {
    int label = Byte.toUnsignedInt(batch[offset]);
    if (label >= OFFICIAL_NAMES.size()) {
      throw DataErrors.setup(
          DataErrors.text(
              "%s, byte %d: expected a label from 0 to 9, found %d. The file is damaged: get it again.",
              at(name), offset, label));
    }
    return (byte) label;
  }

  private List<String> names(byte[] text) {
    List<String> names =
        new String(text, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
    if (names.size() != OFFICIAL_NAMES.size() || new HashSet<>(names).size() != names.size()) {
      throw DataErrors.setup(
          DataErrors.text(
              "%s: expected the names of %d classes, one a line, each different, found: %s.",
              at(NAMES_FILE), OFFICIAL_NAMES.size(), DataErrors.list(names)));
    }
    return names;
  }
}
