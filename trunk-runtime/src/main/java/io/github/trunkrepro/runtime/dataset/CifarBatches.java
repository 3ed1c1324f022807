package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.pickle.Unpickler;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the files of CIFAR-10, binary or pickled, as they come, in whatever order. */
final class CifarBatches {
  static final List<String> OFFICIAL_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int RECORD = 1 + SHAPE.values();
  private static final int MAX_NAMES_BYTES = 1 << 16;

  /** Twice the official size. */
  private static final int MAX_PICKLE_BYTES = 64 << 20;

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

  /** Reads a file of records of the binary version. */
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

  /** Reads a file of the Python version. */
  void readPickled(String name, long bytes, InputStream in) throws IOException {
    Map<Object, Object> batch = pickled(name, bytes, in);
    if (!(batch.get("data") instanceof CifarPickle.Array data)
        || !(batch.get("labels") instanceof Unpickler.Items labels)
        || data.columns() != SHAPE.values()
        || data.rows() == 0
        || data.rows() != labels.values().size()) {
      throw DataErrors.setup(
          shown.apply(name)
              + ": expected \"data\" with rows of "
              + SHAPE.values()
              + " bytes and \"labels\" with a label for each, found other contents. Get the file"
              + " again.");
    }
    ImageCollector images = new ImageCollector(data.rows(), reading);
    for (int row = 0; row < data.rows(); row++) {
      int label = labels.values().get(row) instanceof Long number ? number.intValue() : -1;
      if (label < 0 || label >= OFFICIAL_NAMES.size()) {
        throw DataErrors.setup(
            DataErrors.text(
                "%s: expected a label from 0 to 9 for image %d, found another. Get the file again.",
                shown.apply(name), row));
      }
      int from = row * SHAPE.values();
      images.add(
          new RawImage(SHAPE, Arrays.copyOfRange(data.bytes(), from, from + SHAPE.values())),
          label);
    }
    batches.put(name, images.images());
  }

  private Map<Object, Object> pickled(String name, long bytes, InputStream in) throws IOException {
    if (bytes > MAX_PICKLE_BYTES) {
      throw DataErrors.setup(
          DataErrors.text(
              "%s: expected at most %d bytes, found %d.",
              shown.apply(name), MAX_PICKLE_BYTES, bytes));
    }
    byte[] content = in.readNBytes((int) bytes);
    if (content.length < bytes) {
      throw new EOFException("end of data in " + name);
    }
    try {
      return CifarPickle.read(content);
    } catch (IOException e) {
      throw DataErrors.setup(
          shown.apply(name)
              + ": expected a file of CIFAR-10's Python version, but "
              + e.getMessage()
              + ". Get the file again.");
    }
  }

  /** Reads the file of the binary version that names the classes. */
  void readNames(String name, InputStream in) throws IOException {
    String text = new String(in.readNBytes(MAX_NAMES_BYTES), StandardCharsets.UTF_8);
    setNames(name, text.lines().filter(line -> !line.isBlank()).toList());
  }

  /** Reads the file of the Python version that names the classes. */
  void readPickledNames(String name, long bytes, InputStream in) throws IOException {
    setNames(name, CifarPickle.texts(pickled(name, bytes, in).get("label_names")));
  }

  private void setNames(String name, List<String> names) {
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
