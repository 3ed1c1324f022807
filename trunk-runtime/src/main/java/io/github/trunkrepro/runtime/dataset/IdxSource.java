package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.dataset.SourceSpec.Orientation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of IDX files, named as those of MNIST and EMNIST are: for each part one that ends in
 * {@code images-idx3-ubyte} and one in {@code labels-idx1-ubyte}, gzipped or not, and perhaps a
 * {@link ClassMapping}. Without one, classes are named by their labels.
 */
final class IdxSource implements ImageSource {
  private static final String MAPPING = "-mapping.txt";

  private final Path folder;
  private final Orientation orientation;
  private final int firstLabel;
  private final Optional<List<String>> classNames;
  private final Map<Part, String> images = new EnumMap<>(Part.class);
  private final Map<Part, String> labels = new EnumMap<>(Part.class);
  private Optional<String> mapping = Optional.empty();

  private IdxSource(
      Path folder, Orientation orientation, int firstLabel, Optional<List<String>> classNames) {
    this.folder = folder;
    this.classNames = classNames;
    this.orientation = orientation;
    this.firstLabel = firstLabel;
  }

  /** Finds the files of these parts; fails with all that is missing or ambiguous. */
  static IdxSource find(Path folder, Orientation orientation, int firstLabel, Set<Part> parts) {
    return find(
        list(folder), new IdxSource(folder, orientation, firstLabel, Optional.empty()), parts);
  }

  /**
   * Finds the files of a named set, which may stand among those of other splits, in the folder
   * itself or in {@code gzip} as EMNIST's archive has them. A file that stands there packed and
   * unpacked is taken packed, as it is published.
   */
  static IdxSource findPublished(
      Path folder, Orientation orientation, OfficialSet set, Set<Part> parts) {
    Path inside = Files.isDirectory(folder.resolve("gzip")) ? folder.resolve("gzip") : folder;
    List<String> all = list(inside);
    List<String> present =
        all.stream()
            .filter(name -> name.startsWith(set.prefix()) && !name.endsWith(MAPPING))
            .filter(name -> !all.contains(name + ".gz"))
            .toList();
    int firstLabel = set.split().map(EmnistSplit::firstLabel).orElse(0);
    return find(present, new IdxSource(inside, orientation, firstLabel, set.classNames()), parts);
  }

  private static IdxSource find(List<String> present, IdxSource source, Set<Part> parts) {
    List<String> problems = new ArrayList<>();
    for (Part part : parts) {
      for (boolean isImages : new boolean[] {true, false}) {
        List<String> endings = endings(part, isImages ? "images-idx3-ubyte" : "labels-idx1-ubyte");
        List<String> found =
            present.stream().filter(name -> endings.stream().anyMatch(name::endsWith)).toList();
        if (found.size() == 1) {
          (isImages ? source.images : source.labels).put(part, found.get(0));
        } else {
          problems.add(
              DataErrors.text(
                  "  one file whose name ends in %s[.gz] with the %s %s, found %s",
                  endings.get(0), part, isImages ? "images" : "labels", DataErrors.list(found)));
        }
      }
    }
    List<String> mappings = present.stream().filter(name -> name.endsWith(MAPPING)).toList();
    if (mappings.size() > 1) {
      problems.add(
          "  at most one file whose name ends in "
              + MAPPING
              + ", found "
              + String.join(", ", mappings));
    }
    if (!problems.isEmpty()) {
      throw DataErrors.setup(
          "Looking for IDX files in "
              + source.folder
              + ", expected\n"
              + String.join("\n", problems)
              + "\nThe folder holds: "
              + DataErrors.list(present)
              + ". Add or remove files, or name another folder as dataset.source in the recipe.");
    }
    source.mapping = mappings.stream().findFirst();
    return source;
  }

  private static List<String> endings(Part part, String kind) {
    List<String> names =
        part == Part.TRAIN ? List.of("train-" + kind) : List.of("test-" + kind, "t10k-" + kind);
    return names.stream().flatMap(name -> Stream.of(name, name + ".gz")).toList();
  }

  private static List<String> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw DataErrors.unreadable(folder, e);
    }
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public List<String> files() {
    return Stream.of(images.values().stream(), labels.values().stream(), mapping.stream())
        .flatMap(names -> names)
        .toList();
  }

  @Override
  public Contents read(Reading reading) {
    List<String> names = new ArrayList<>(classNames.orElse(List.of()));
    mapping.ifPresent(file -> names.addAll(ClassMapping.read(folder.resolve(file), firstLabel)));
    Map<Part, ImageSet> parts = new EnumMap<>(Part.class);
    int classes = 0;
    for (Part part : images.keySet()) {
      ByteImages read = readPart(part, names.isEmpty() ? Integer.MAX_VALUE : names.size(), reading);
      parts.put(part, read);
      classes = Math.max(classes, Splits.counts(read).length);
    }
    if (names.isEmpty()) {
      IntStream.range(firstLabel, firstLabel + classes).forEach(i -> names.add(String.valueOf(i)));
    }
    return new Contents(names, parts);
  }

  private ByteImages readPart(Part part, int classes, Reading reading) {
    byte[] indices = indices(folder.resolve(labels.get(part)), classes);
    try (IdxFile imageFile = IdxFile.open(folder.resolve(images.get(part)), 3)) {
      if (imageFile.dimension(0) != indices.length) {
        throw DataErrors.setup(
            DataErrors.text(
                    "%s, byte %d: expected as many labels as there are images, found %d labels for the %d images of %s.",
                    folder.resolve(labels.get(part)),
                    Integer.BYTES,
                    indices.length,
                    imageFile.dimension(0),
                    images.get(part))
                + " The two files do not belong together, or one is damaged.");
      }
      int rows = imageFile.dimension(1);
      int columns = imageFile.dimension(2);
      byte[] stored = new byte[rows * columns];
      ImageCollector read = new ImageCollector(indices.length, reading);
      for (byte index : indices) {
        imageFile.read(stored);
        RawImage image =
            orientation == Orientation.AS_STORED
                ? new RawImage(new ImageShape(1, rows, columns), stored)
                : new RawImage(new ImageShape(1, columns, rows), transposed(stored, rows, columns));
        read.add(image, Byte.toUnsignedInt(index));
      }
      imageFile.end();
      return read.images();
    }
  }

  /** Class indices of the labels. */
  private byte[] indices(Path labelFile, int classes) {
    byte[] result = IdxFile.readAll(labelFile, 1);
    for (int i = 0; i < result.length; i++) {
      int label = Byte.toUnsignedInt(result[i]);
      int index = label - firstLabel;
      if (index < 0 || index >= classes) {
        throw DataErrors.setup(
            DataErrors.text(
                    "%s, byte %d: expected a label from %d to %s, found %d.",
                    labelFile, IdxFile.headerBytes(1) + i, firstLabel, lastLabel(classes), label)
                + " The file is damaged, or the recipe's dataset.firstLabel is wrong.");
      }
      result[i] = (byte) index;
    }
    return result;
  }

  private String lastLabel(int classes) {
    if (mapping.isPresent()) {
      return firstLabel + classes - 1 + " (the classes of " + mapping.get() + ")";
    }
    return classNames.isPresent() ? String.valueOf(firstLabel + classes - 1) : "255";
  }

  private static byte[] transposed(byte[] image, int rows, int columns) {
    byte[] result = new byte[image.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        result[column * rows + row] = image[row * columns + column];
      }
    }
    return result;
  }
}
