package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Images of a file each, found by {@link ImageFolder} or {@link ImageTable}. */
final class FileImages implements ImageSource {
  /** Decoded at a time, so that many processors have work and little memory is taken. */
  private static final int BLOCK = 64;

  /**
   * One image.
   *
   * @param file name relative to the source, with {@code /} between folders
   */
  record Entry(String file, int label) {}

  private record Decoded(RawImage image, String problem) {}

  private final Path folder;
  private final List<String> classNames;
  private final Map<Part, List<Entry>> entries;
  private final List<String> tables;
  private final ImageDecoder decoder;

  /**
   * A source.
   *
   * @param entries of each part, at least one
   * @param tables other files that were read to find them
   */
  FileImages(
      Path folder,
      List<String> classNames,
      Map<Part, List<Entry>> entries,
      List<String> tables,
      int channels) {
    this.folder = folder;
    this.classNames = List.copyOf(classNames);
    this.entries = entries;
    this.tables = List.copyOf(tables);
    this.decoder = new ImageDecoder(channels);
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public List<String> files() {
    return Stream.concat(
            tables.stream(), entries.values().stream().flatMap(List::stream).map(Entry::file))
        .toList();
  }

  @Override
  public Contents read(Reading reading) {
    Map<Part, ImageSet> images = new EnumMap<>(Part.class);
    List<String> unreadable = new ArrayList<>();
    List<String> odd = new ArrayList<>();
    entries.forEach((part, list) -> images.put(part, read(list, reading, unreadable, odd)));
    if (!unreadable.isEmpty()) {
      throw DataErrors.setup(
          DataErrors.text("%s: %d image files cannot be used:\n  ", folder, unreadable.size())
              + DataErrors.lines(unreadable)
              + "\nMend or remove them.");
    }
    if (!odd.isEmpty()) {
      throw DataErrors.setup(
          DataErrors.text(
                  "%s: images of one size are needed, but of %d images the size is another than that"
                      + " of the first of their part (height x width):\n  ",
                  folder, odd.size())
              + DataErrors.lines(odd)
              + "\nBegin the transforms of train, validation and test with the same Resize, for"
              + " example {type: Resize, params: {size: [32, 32]}}.");
    }
    return new Contents(classNames, images);
  }

  /** The images, or null when there are problems; these are added to the lists. */
  private ImageSet read(
      List<Entry> list, Reading reading, List<String> unreadable, List<String> odd) {
    ImageCollector collector = new ImageCollector(list.size(), reading);
    Entry first = null;
    ImageShape shape = null;
    for (int from = 0; from < list.size(); from += BLOCK) {
      List<Entry> block = list.subList(from, Math.min(from + BLOCK, list.size()));
      List<Decoded> decoded =
          IntStream.range(0, block.size())
              .parallel()
              .mapToObj(i -> decode(block.get(i), reading))
              .toList();
      for (int i = 0; i < block.size(); i++) {
        Decoded result = decoded.get(i);
        Entry entry = block.get(i);
        if (result.image() == null) {
          unreadable.add(entry.file() + " " + result.problem());
          continue;
        }
        if (shape == null) {
          first = entry;
          shape = result.image().shape();
        }
        if (!result.image().shape().equals(shape)) {
          odd.add(
              entry.file()
                  + " is "
                  + size(result.image().shape())
                  + ", but "
                  + first.file()
                  + " is "
                  + size(shape));
        } else if (unreadable.isEmpty() && odd.isEmpty()) {
          collector.addFinished(result.image(), entry.label());
        }
      }
    }
    return unreadable.isEmpty() && odd.isEmpty()
        ? new NamedImages(collector.images(), list.stream().map(Entry::file).toList())
        : null;
  }

  private Decoded decode(Entry entry, Reading reading) {
    try {
      return new Decoded(reading.step().apply(decoder.decode(folder.resolve(entry.file()))), "");
    } catch (IOException | UserException e) {
      return new Decoded(null, String.valueOf(e.getMessage()));
    }
  }

  private static String size(ImageShape shape) {
    return shape.height() + "x" + shape.width();
  }
}
