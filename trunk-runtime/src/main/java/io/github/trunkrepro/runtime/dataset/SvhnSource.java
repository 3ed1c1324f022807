package io.github.trunkrepro.runtime.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * SVHN's cropped digits (Netzer et al., 2011): MATLAB files with {@code X}, 32x32x3xN unsigned
 * bytes, and {@code y}, N labels in which 10 stands for the digit 0. Classes are the digits.
 */
final class SvhnSource implements ImageSource {
  static final String TRAIN = "train_32x32.mat";
  static final String TEST = "test_32x32.mat";
  static final String EXTRA = "extra_32x32.mat";

  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int DIGITS = 10;

  private final Path folder;
  private final Map<Part, List<String>> files = new EnumMap<>(Part.class);

  private SvhnSource(Path folder) {
    this.folder = folder;
  }

  /**
   * Finds the files of these parts; fails with all that are missing.
   *
   * @param extra whether the extra images are training images too
   */
  static SvhnSource find(Path folder, Set<Part> parts, boolean extra) {
    SvhnSource source = new SvhnSource(folder);
    for (Part part : parts) {
      List<String> training = extra ? List.of(TRAIN, EXTRA) : List.of(TRAIN);
      source.files.put(part, part == Part.TRAIN ? training : List.of(TEST));
    }
    List<String> missing =
        source.files().stream().filter(name -> !Files.isRegularFile(folder.resolve(name))).toList();
    if (!missing.isEmpty()) {
      throw DataErrors.setup(
          folder
              + ": expected the files of SVHN's cropped digits, but these are missing: "
              + String.join(", ", missing)
              + ". Get them (mvn trunk:fetch), or name another dataset.source in the recipe.");
    }
    return source;
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public List<String> files() {
    return files.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public Contents read(Reading reading) {
    Map<Part, ImageSet> parts = new EnumMap<>(Part.class);
    files.forEach(
        (part, names) -> {
          List<ByteImages> read = new ArrayList<>();
          names.forEach(name -> read.add(read(folder.resolve(name), reading)));
          parts.put(part, new JoinedImages(read));
        });
    return new Contents(IntStream.range(0, DIGITS).mapToObj(String::valueOf).toList(), parts);
  }

  private static ByteImages read(Path file, Reading reading) {
    int[] labels = labels(file);
    try (MatFile mat = MatFile.open(file)) {
      MatFile.Array pixels = mat.find("X");
      int[] expected = {32, 32, 3, labels.length};
      // MATLAB leaves a last dimension of 1 out.
      int[] found = Arrays.copyOf(pixels.dimensions(), Math.max(4, pixels.dimensions().length));
      if (pixels.dimensions().length == 3) {
        found[3] = 1;
      }
      if (!Arrays.equals(found, expected)) {
        throw DataErrors.setup(
            DataErrors.text(
                "%s: expected X of 32x32x3x%d for the %d labels in y, found %s. Get the file again.",
                file, labels.length, labels.length, Arrays.toString(pixels.dimensions())));
      }
      pixels.requireBytes();
      ImageCollector images = new ImageCollector(labels.length, reading);
      byte[] stored = new byte[SHAPE.values()];
      for (int label : labels) {
        pixels.read(stored);
        images.add(new RawImage(SHAPE, byRows(stored)), label);
      }
      return images.images();
    }
  }

  /** The labels, with 0 for the digit 0; they stand behind the pixels. */
  private static int[] labels(Path file) {
    try (MatFile mat = MatFile.open(file)) {
      MatFile.Array stored = mat.find("y");
      // A label for each image: there are at least as many bytes of pixels in the file's stream.
      if (stored.count() == 0 || stored.count() > Integer.MAX_VALUE / Integer.BYTES) {
        throw DataErrors.setup(
            file + ": expected at least one label in y, found " + stored.count() + ".");
      }
      IntStream.Builder labels = IntStream.builder();
      for (long i = 0; i < stored.count(); i++) {
        int label = stored.next();
        if (label < 1 || label > DIGITS) {
          throw DataErrors.setup(
              DataErrors.text(
                  "%s: expected labels from 1 to 10 in y, found %d for image %d. Get the file again.",
                  file, label, i));
        }
        labels.add(label % DIGITS);
      }
      return labels.build().toArray();
    }
  }

  /** From columns to rows, channel by channel. */
  private static byte[] byRows(byte[] stored) {
    byte[] result = new byte[stored.length];
    int side = SHAPE.height();
    for (int channel = 0; channel < SHAPE.channels(); channel++) {
      int at = channel * side * side;
      for (int row = 0; row < side; row++) {
        for (int column = 0; column < side; column++) {
          result[at + row * side + column] = stored[at + column * side + row];
        }
      }
    }
    return result;
  }
}
