package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.TEST_IMAGES;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.TEST_LABELS;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.TRAIN_IMAGES;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.TRAIN_LABELS;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.gzip;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.idx;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.idxSpec;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.labels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.pixels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.read;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.write;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.writeIdx;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {
  @TempDir private Path base;
  private Path folder;
  private final SourceSpec spec = idxSpec("data", 0);

  @BeforeEach
  void writeFiles() {
    folder = base.resolve("data");
    writeIdx(folder);
  }

  @Test
  void readsImagesAndLabels() {
    Dataset dataset = read(spec, base);
    assertThat(dataset.classNames()).containsExactly("0", "1", "2");
    assertThat(dataset.train().shape()).isEqualTo(new ImageShape(1, 2, 3));
    assertThat(labels(dataset.train())).containsExactly(2, 0, 1, 1, 2, 0);
    assertThat(labels(dataset.test())).containsExactly(0, 1, 2);
    assertThat(pixels(dataset.train(), 5)).containsExactly(30, 31, 32, 33, 34, 35);
    assertThat(dataset.files())
        .extracting(DataFile::name)
        .containsExactly(TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS);
    assertThat(dataset.files()).extracting(DataFile::bytes).containsExactly(34L, 11L, 52L, 14L);
    dataset.verifyFilesUnchanged();
  }

  @Test
  void transposesWhenAsked() {
    Dataset dataset = read(idxSpec("data", SourceSpec.Orientation.TRANSPOSED, 0, Map.of()), base);
    assertThat(dataset.train().shape()).isEqualTo(new ImageShape(1, 3, 2));
    assertThat(pixels(dataset.train(), 1)).containsExactly(6, 9, 7, 10, 8, 11);
    assertThat(dataset.digest()).isNotEqualTo(read(spec, base).digest());
  }

  @Test
  void gzippedOrNotIsTheSameData() throws IOException {
    Dataset plain = read(spec, base);
    for (String name : new String[] {TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS}) {
      Path file = folder.resolve(name);
      write(folder.resolve("emnist-x-" + name + ".gz"), gzip(Files.readAllBytes(file)));
      Files.delete(file);
    }
    Dataset gzipped = read(spec, base);
    assertThat(gzipped.digest()).isEqualTo(plain.digest());
    assertThat(gzipped.files()).isNotEqualTo(plain.files());
  }

  @Test
  void mappingNamesTheClasses() {
    mapping("0 65 97\n1 66 98\n2 67\n");
    assertThat(read(spec, base).classNames()).containsExactly("A", "B", "C");
    assertThat(read(spec, base).files()).hasSize(5);
  }

  @Test
  void firstLabelIsTakenOff() {
    write(folder.resolve(TRAIN_LABELS), idx(new int[] {6}, new byte[] {1, 2, 3, 1, 2, 3}));
    write(folder.resolve(TEST_LABELS), idx(new int[] {3}, new byte[] {3, 2, 1}));
    Dataset dataset = read(idxSpec("data", 1), base);
    assertThat(labels(dataset.test())).containsExactly(2, 1, 0);
    assertThat(dataset.classNames()).containsExactly("1", "2", "3");
    mapping("1 65 97\r\n2 66 98\r\n3 67 99\r\n");
    assertThat(read(idxSpec("data", 1), base).classNames()).containsExactly("A", "B", "C");
    assertThat(failure(idxSpec("data", 0), base))
        .contains("x-mapping.txt, line 1: expected label 0, found 1")
        .contains("dataset.firstLabel");
    assertThat(failure(idxSpec("data", 2), base)).contains("expected label 2, found 1");
  }

  @Test
  void mappingMustBeOne() {
    mapping("0 65\n1\n2 67\n");
    assertThat(failure(spec, base)).contains("line 2", "found \"1\"");
    mapping("0 65\n1 65\n2 67\n");
    assertThat(failure(spec, base)).contains("line 2", "that no line before", "found 65");
    mapping("0 65\n1 66\n2 7\n");
    assertThat(failure(spec, base)).contains("line 3", "33 to 126", "found 7");
    mapping("0 65\n2 66\n");
    assertThat(failure(spec, base)).contains("line 2: expected label 1, found 2");
    mapping("");
    assertThat(failure(spec, base)).contains("x-mapping.txt: expected a line for each class");
    mapping("0 65\n".repeat(20_000));
    assertThat(failure(spec, base)).contains("expected at most 65536 bytes, found 100000");
    mapping("0 65\n1 66\n2 67\n");
    write(folder.resolve("y-mapping.txt"), new byte[0]);
    assertThat(failure(spec, base)).contains("at most one file", "x-mapping.txt, y-mapping.txt");
  }

  @Test
  void labelsMustBeThoseOfTheMapping() {
    mapping("0 65\n1 66\n");
    assertThat(failure(spec, base))
        .contains(TRAIN_LABELS + ", byte 8: expected a label from 0 to 1")
        .contains("found 2");
    mapping("0 65\n1 66\n2 67\n3 68\n");
    assertThat(failure(spec, base)).contains("without any training image: D");
  }

  @Test
  void labelsBelowTheFirst() {
    assertThat(failure(idxSpec("data", 1), base))
        .contains(TRAIN_LABELS + ", byte 9: expected a label from 1 to 255, found 0")
        .contains("dataset.firstLabel");
  }

  @Test
  void firstLabelIsAByte() {
    assertThat(failure(idxSpec("data", -1), base)).contains("from 0 to 255, found -1");
    assertThat(failure(idxSpec("data", 256), base)).contains("from 0 to 255, found 256");
  }

  @Test
  void everyClassNeedsTrainingImages() {
    write(folder.resolve(TEST_LABELS), idx(new int[] {3}, new byte[] {0, 1, 5}));
    assertThat(failure(spec, base))
        .contains("found 6 classes")
        .contains("without any training image: 3, 4, 5");
    write(folder.resolve(TRAIN_LABELS), idx(new int[] {6}, new byte[6]));
    write(folder.resolve(TEST_LABELS), idx(new int[] {3}, new byte[3]));
    assertThat(failure(spec, base)).contains("at least two classes", "found 1 classes");
  }

  @Test
  void countsOfImagesAndLabelsMustAgree() {
    write(folder.resolve(TEST_LABELS), idx(new int[] {4}));
    assertThat(failure(spec, base))
        .contains(TEST_LABELS + ", byte 4: expected as many labels as there are images")
        .contains("found 4 labels for the 3 images of " + TEST_IMAGES);
  }

  @Test
  void shapesOfTrainAndTestMustAgree() {
    write(folder.resolve(TEST_IMAGES), idx(new int[] {3, 3, 2}));
    assertThat(failure(spec, base)).contains("(1x2x3), found 1x3x2");
  }

  @Test
  void filesThatAreMissingOrAmbiguousAreNamedTogether() throws IOException {
    Files.delete(folder.resolve(TRAIN_IMAGES));
    Files.delete(folder.resolve(TEST_LABELS));
    write(folder.resolve("a-" + TRAIN_LABELS + ".gz"), new byte[0]);
    write(folder.resolve("notes.txt"), new byte[0]);
    assertThat(failure(spec, base))
        .contains("train-images-idx3-ubyte[.gz] with the train images, found nothing")
        .contains("train-labels-idx1-ubyte[.gz] with the train labels, found a-train-labels")
        .contains("test-labels-idx1-ubyte[.gz] with the test labels, found nothing")
        .doesNotContain("test images, found")
        .contains("notes.txt");
  }

  @Test
  void onePartCanBeReadAlone() throws IOException {
    Files.delete(folder.resolve(TRAIN_IMAGES));
    LabelledImages test = Datasets.readPart(spec, base, Part.TEST);
    assertThat(test.images().size()).isEqualTo(3);
    assertThat(test.classNames()).containsExactly("0", "1", "2");
    assertThat(test.files()).hasSize(2);
  }

  @Test
  void sourceMustBeAFolder() {
    assertThat(failure(idxSpec("nowhere", 0), base))
        .contains(base.resolve("nowhere").toString())
        .contains("expected a folder there, found nothing", "dataset.source: nowhere");
    assertThat(failure(idxSpec("data/" + TRAIN_IMAGES, 0), base)).contains("found a file");
    SourceSpec none =
        new SourceSpec(
            SourceSpec.Format.IDX,
            Optional.empty(),
            Optional.of(SourceSpec.Orientation.AS_STORED),
            0,
            Map.of());
    assertThat(failure(none, base)).contains("dataset.source is missing");
  }

  @Test
  void orientationMustBeWritten() {
    SourceSpec silent =
        new SourceSpec(SourceSpec.Format.IDX, Optional.of("data"), Optional.empty(), 0, Map.of());
    assertThat(failure(silent, base)).contains("dataset.orientation is missing");
  }

  @Test
  void checksumsAreCompared() throws IOException {
    Map<String, String> good = new java.util.HashMap<>();
    read(spec, base).files().forEach(file -> good.put(file.name(), file.sha256()));
    good.computeIfPresent(TEST_IMAGES, (name, sum) -> sum.toUpperCase(java.util.Locale.ROOT));
    SourceSpec declared = idxSpec("data", SourceSpec.Orientation.AS_STORED, 0, good);
    Dataset dataset = read(declared, base);

    // The image file is damaged too, but what the user must hear of is the checksum.
    byte[] bytes = Files.readAllBytes(folder.resolve(TRAIN_IMAGES));
    write(folder.resolve(TRAIN_IMAGES), java.util.Arrays.copyOf(bytes, 20));
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    write(folder.resolve("test-labels-idx1-ubyte"), idx(new int[] {3}));
    String message = failure(UserException.Kind.CHECK, () -> read(declared, base));
    assertThat(message)
        .contains("dataset.checksums")
        .contains(TRAIN_IMAGES + "\n    expected SHA-256 " + good.get(TRAIN_IMAGES))
        .contains("(20 bytes)")
        .contains(TEST_LABELS + "\n    expected SHA-256 " + good.get(TEST_LABELS))
        .contains("found no such file")
        .doesNotContain(TEST_IMAGES);
    assertThat(failure(UserException.Kind.CHECK, dataset::verifyFilesUnchanged))
        .contains("changed while the build ran", TRAIN_IMAGES, TEST_LABELS)
        .doesNotContain(TEST_IMAGES);
  }

  @Test
  void declaredFilesStayInTheFolder() {
    write(base.resolve("outside"), new byte[1]);
    SourceSpec declared =
        idxSpec("data", SourceSpec.Orientation.AS_STORED, 0, Map.of("../outside", "00"));
    assertThat(failure(UserException.Kind.CHECK, () -> read(declared, base)))
        .contains("../outside", "found no such file in");
  }

  private void mapping(String text) {
    write(folder.resolve("x-mapping.txt"), text.getBytes(StandardCharsets.US_ASCII));
  }
}
