package io.github.trunkrepro.runtime.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Small data files, and reading them. */
final class DataFixtures {
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  private DataFixtures() {}

  /** An IDX file of bytes that count up from 0, or of the given data. */
  static byte[] idx(int[] dimensions, byte... data) {
    int length = 1;
    for (int dimension : dimensions) {
      length *= dimension;
    }
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * dimensions.length + length);
    file.putInt(0x0800 | dimensions.length);
    for (int dimension : dimensions) {
      file.putInt(dimension);
    }
    for (int i = 0; i < length; i++) {
      file.put(data.length == 0 ? (byte) i : data[i]);
    }
    return file.array();
  }

  /** Six 2x3 training images of three classes and three 2x3 test images, not gzipped. */
  static void writeIdx(Path folder) {
    write(folder.resolve(TRAIN_IMAGES), idx(new int[] {6, 2, 3}));
    write(
        folder.resolve(TRAIN_LABELS),
        idx(new int[] {6}, (byte) 2, (byte) 0, (byte) 1, (byte) 1, (byte) 2, (byte) 0));
    write(folder.resolve(TEST_IMAGES), idx(new int[] {3, 2, 3}));
    write(folder.resolve(TEST_LABELS), idx(new int[] {3}, (byte) 0, (byte) 1, (byte) 2));
  }

  /**
   * Records of CIFAR-10's binary version: record i has label (first + i) mod 10 and pixels of i.
   */
  static byte[] cifar(int records, int first) {
    byte[] file = new byte[records * 3073];
    for (int i = 0; i < records; i++) {
      java.util.Arrays.fill(file, i * 3073, (i + 1) * 3073, (byte) i);
      file[i * 3073] = (byte) ((first + i) % 10);
    }
    return file;
  }

  /** Five training batches of 4 images and 10 test images. */
  static void writeCifar(Path folder) {
    for (int batch = 1; batch <= 5; batch++) {
      write(folder.resolve("data_batch_" + batch + ".bin"), cifar(4, 4 * batch));
    }
    write(folder.resolve("test_batch.bin"), cifar(10, 0));
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SourceSpec idxSpec(String source, int firstLabel) {
    return idxSpec(source, SourceSpec.Orientation.AS_STORED, firstLabel, Map.of());
  }

  static SourceSpec idxSpec(
      String source,
      SourceSpec.Orientation orientation,
      int firstLabel,
      Map<String, String> checksums) {
    return new SourceSpec(
        SourceSpec.Format.IDX,
        Optional.of(source),
        Optional.of(orientation),
        firstLabel,
        checksums);
  }

  static SourceSpec cifarSpec(String source) {
    return new SourceSpec(
        SourceSpec.Format.CIFAR10, Optional.of(source), Optional.empty(), 0, Map.of());
  }

  static SourceSpec strokesSpec() {
    return new SourceSpec(
        SourceSpec.Format.STROKES, Optional.empty(), Optional.empty(), 0, Map.of());
  }

  /** Both parts whole, with seed 1. */
  static Dataset read(SourceSpec spec, Path base) {
    return Datasets.read(spec, base, Reading.whole(1));
  }

  /** In memory, so many images of each class. */
  static Reading perClass(int train, int test, long seed) {
    return new Reading(
        OptionalInt.of(train),
        OptionalInt.of(test),
        seed,
        UnaryOperator.identity(),
        PixelRoom.inMemory());
  }

  /** The message of the set-up error that reading must end in. */
  static String failure(SourceSpec spec, Path base) {
    return failure(UserException.Kind.SETUP, () -> read(spec, base));
  }

  static String failure(
      UserException.Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
    UserException thrown = catchThrowableOfType(UserException.class, action);
    assertThat(thrown).as("an exception").isNotNull();
    assertThat(thrown.kind()).isEqualTo(kind);
    return thrown.getMessage();
  }

  static byte[] pixels(ImageSet images, int index) {
    byte[] pixels = new byte[images.shape().values()];
    images.read(index, pixels);
    return pixels;
  }

  static int[] labels(ImageSet images) {
    int[] labels = new int[images.size()];
    java.util.Arrays.setAll(labels, images::label);
    return labels;
  }
}
