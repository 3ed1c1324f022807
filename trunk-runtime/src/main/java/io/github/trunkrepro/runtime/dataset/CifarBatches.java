package io.github.trunkrepro.runtime.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the files of CIFAR-10's binary version as they come, in whatever order. */
final class CifarBatches {
  static final List<String> OFFICIAL_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int RECORD = 1 + SHAPE.values();
  private static final int MAX_NAMES_BYTES = 1 << 16;

  private final UnaryOperator<String> shown;
  private final Reading reading;
  private final Map<String, ByteImages> batches = new HashMap<>();
  private List<String> classNames;

  /**
   * A reader that has read nothing.
   *
   * @param shown a file's name as it is shown in messages
   */
  CifarBatches(UnaryOperator<String> shown, Reading reading) {
    this.shown = shown;
    this.reading = reading;
  }

  /** Reads a file of records. */
  void read(String name, long bytes, InputStream in) throws IOException {
    if (bytes == 0 || bytes % RECORD != 0 || bytes / RECORD > Integer.MAX_VALUE) {
      throw DataErrors.setup(
          DataErrors.text(
                  "%s, byte %d: expected records of %d bytes each, found %d bytes in the last one.",
                  shown.apply(name), bytes - bytes % RECORD, RECORD, bytes % RECORD)
              + " The file is cut off, or bytes were added: get it again.");
    }
    int records = (int) (bytes / RECORD);
    ImageCollector images = new ImageCollector(records, reading);
    byte[] pixels = new byte[SHAPE.values()];
    for (int record = 0; record < records; record++) {
      int label = in.read();
      if (label >= OFFICIAL_NAMES.size()) {
        throw DataErrors.setup(
            DataErrors.text(
                "%s, byte %d: expected a label from 0 to 9, found %d. The file is damaged: get it again.",
                shown.apply(name), (long) record * RECORD, label));
      }
      if (in.readNBytes(pixels, 0, pixels.length) < pixels.length) {
        throw new EOFException("end of data in record " + record + " of " + name);
      }
      images.add(new RawImage(SHAPE, pixels), label);
    }
    batches.put(name, images.images());
  }

  /** Reads the file that names the classes. */
  void readNames(String name, InputStream in) throws IOException {
    String text = new String(in.readNBytes(MAX_NAMES_BYTES), StandardCharsets.UTF_8);
    List<String> names = text.lines().filter(line -> !line.isBlank()).toList();
    if (names.size() != OFFICIAL_NAMES.size() || new HashSet<>(names).size() != names.size()) {
      throw DataErrors.setup(
          DataErrors.text(
              "%s: expected the names of %d classes, one a line, each different, found: %s.",
              shown.apply(name), OFFICIAL_NAMES.size(), DataErrors.list(names)));
    }
    classNames = names;
  }

  /** The names that were read, if any were. */
  Optional<List<String>> classNames() {
    return Optional.ofNullable(classNames);
  }

  /** The images of files that were read, in the order of their names here. */
  ImageSet joined(List<String> names) {
    return new JoinedImages(names.stream().map(batches::get).toList());
  }
}
