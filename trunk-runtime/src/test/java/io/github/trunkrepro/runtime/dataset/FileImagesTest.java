package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.labels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.pixels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.read;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileImagesTest {
  private static final SourceSpec FOLDER = spec(SourceSpec.Format.IMAGE_FOLDER, Map.of());
  private static final SourceSpec CSV = spec(SourceSpec.Format.CSV, Map.of());

  @TempDir private Path base;

  private static SourceSpec spec(SourceSpec.Format format, Map<String, String> checksums) {
    return new SourceSpec(
        format,
        Optional.of("data"),
        Optional.empty(),
        0,
        checksums,
        OptionalInt.of(1),
        Optional.empty());
  }

  /** Train: Cat 10, 2; ant B, a; each image of the grey given by its name. Test: one of each. */
  private void folder() throws IOException {
    png("train/Cat/10.png", 4, 4, 10);
    png("train/Cat/2.png", 4, 4, 20);
    png("train/ant/B.png", 4, 4, 30);
    png("train/ant/a.PNG", 4, 4, 40);
    png("test/Cat/x.png", 4, 4, 50);
    png("test/ant/x.png", 4, 4, 60);
    write(base.resolve("data/train/.DS_Store"), new byte[1]);
    write(base.resolve("data/train/Cat/.hidden"), new byte[1]);
  }

  private void png(String name, int width, int height, int grey) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, grey);
      }
    }
    write(base.resolve("data").resolve(name), ImageDecoderTest.encode("png", image));
  }

  private void text(String name, String text) {
    write(base.resolve("data").resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void classesAndFilesAreInTheOrderOfTheirCodeUnits() throws IOException {
    folder();
    Dataset dataset = read(FOLDER, base);
    assertThat(dataset.classNames()).containsExactly("Cat", "ant");
    assertThat(labels(dataset.train())).containsExactly(0, 0, 1, 1);
    assertThat(dataset.train().shape()).isEqualTo(new ImageShape(1, 4, 4));
    for (int i = 0; i < 4; i++) {
      assertThat(pixels(dataset.train(), i)).containsOnly(10 * (i + 1));
    }
    assertThat(pixels(dataset.test(), 1)).containsOnly(60);
    assertThat(dataset.files()).extracting(DataFile::name).hasSize(6).startsWith("test/Cat/x.png");
    assertThat(dataset.recordedFiles()).isEqualTo(dataset.files());
    dataset.verifyFilesUnchanged();
    png("train/ant/B.png", 4, 4, 31);
    assertThat(failure(UserException.Kind.CHECK, dataset::verifyFilesUnchanged))
        .contains("train/ant/B.png");
  }

  @Test
  void checksumsAndAPartAlone() throws IOException {
    folder();
    String good = Digests.sha256(base.resolve("data/test/ant/x.png"));
    SourceSpec declared = spec(SourceSpec.Format.IMAGE_FOLDER, Map.of("test/ant/x.png", good));
    assertThat(Datasets.readPart(declared, base, Part.TEST).images().size()).isEqualTo(2);
    png("test/ant/x.png", 4, 4, 61);
    assertThat(failure(UserException.Kind.CHECK, () -> read(declared, base))).contains(good);
  }

  @Test
  void everyMistakeOfAFolderAtOnce() throws IOException {
    folder();
    png("train/dog/1.png", 4, 4, 0);
    png("test/cow/1.png", 4, 4, 0);
    png("train/Cat/deeper/1.png", 4, 4, 0);
    text("train/ant/notes.txt", "x");
    text("train/loose.png", "x");
    Files.createDirectories(base.resolve("data/test/empty"));
    assertThat(failure(FOLDER, base))
        .contains("no image folder (PART/CLASS/IMAGE)")
        .contains("these lie beside the class folders: train/loose.png")
        .contains("no files that end in .png, .jpg or .jpeg: train/Cat/deeper")
        .contains("no files that end in .png, .jpg or .jpeg: train/ant/notes.txt")
        .contains("test/empty holds no image")
        .contains("train has no folder for these classes: cow, empty")
        .contains("test has no folder for these classes: dog");
    assertThat(failure(spec(SourceSpec.Format.CSV, Map.of()), base)).contains("train.csv");
  }

  @Test
  void everyUnusableImageIsNamedUpToALimit() throws IOException {
    folder();
    for (int i = 10; i < 40; i++) {
      text("train/ant/bad" + i + ".png", "no image");
    }
    text("test/Cat/empty.jpg", "");
    assertThat(failure(FOLDER, base))
        .contains("31 image files cannot be used")
        .contains("train/ant/bad10.png is neither a PNG nor a JPEG file")
        .contains("train/ant/bad29.png")
        .doesNotContain("bad30")
        .contains("and 11 more");
  }

  @Test
  void sizesMustAgreeUnlessAStepMakesThem() throws IOException {
    folder();
    png("train/ant/c.png", 6, 5, 70);
    assertThat(failure(FOLDER, base))
        .contains("of 1 images the size is another")
        .contains("train/ant/c.png is 5x6, but train/Cat/10.png is 4x4")
        .contains("Begin the transforms", "Resize");
    Reading cut =
        new Reading(
            OptionalInt.empty(),
            OptionalInt.empty(),
            1,
            image ->
                new RawImage(new ImageShape(1, 1, 2), java.util.Arrays.copyOf(image.pixels(), 2)),
            PixelRoom.inMemory());
    Dataset dataset = Datasets.read(FOLDER, base, cut);
    assertThat(dataset.train().size()).isEqualTo(5);
    assertThat(pixels(dataset.train(), 4)).containsExactly(70, 70);
  }

  @Test
  void manyFilesAreRecordedByFolder() throws IOException {
    folder();
    for (int i = 0; i < 20; i++) {
      png("train/Cat/a" + i + ".png", 4, 4, 100 + i);
    }
    Dataset dataset = read(FOLDER, base);
    assertThat(dataset.files()).hasSize(26);
    assertThat(dataset.recordedFiles())
        .extracting(DataFile::name)
        .containsExactly(
            "test/Cat/x.png",
            "test/ant/x.png",
            "train/Cat/ (22 files)",
            "train/ant/B.png",
            "train/ant/a.PNG");
    StringBuilder sums = new StringBuilder();
    for (DataFile file : dataset.files()) {
      if (file.name().startsWith("train/Cat/")) {
        sums.append(file.sha256()).append("  ").append(file.name().substring(10)).append('\n');
      }
    }
    assertThat(dataset.recordedFiles().get(2).sha256())
        .isEqualTo(Digests.sha256(sums.toString().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aTableNamesFilesAndLabels() throws IOException {
    folder();
    text(
        "train.csv",
        "\uFEFFfile,label\r\ntrain/ant/B.png,\"b, \"\"big\"\"\"\r\ntrain/Cat/2.png,a\r\n");
    text("test.csv", "file,label\ntest/Cat/x.png,a\ntest/../test/ant/x.png,\"b, \"\"big\"\"\"\n");
    Dataset dataset = read(CSV, base);
    assertThat(dataset.classNames()).containsExactly("a", "b, \"big\"");
    assertThat(labels(dataset.train())).containsExactly(1, 0);
    assertThat(pixels(dataset.train(), 0)).containsOnly(30);
    assertThat(pixels(dataset.test(), 1)).containsOnly(60);
    assertThat(dataset.files())
        .extracting(DataFile::name)
        .containsExactly(
            "test.csv",
            "test/Cat/x.png",
            "test/ant/x.png",
            "train.csv",
            "train/Cat/2.png",
            "train/ant/B.png");
  }

  @Test
  void everyMistakeOfATableAtOnce() throws IOException {
    folder();
    text(
        "train.csv",
        """
        file,label
        ../outside.png,a
        /etc/passwd,a
        none.png,a
        train/ant/B.png
        train/ant/B.png,
        train/ant/B.png,a
        train/ant/B.png,b
        "",a
        train/Cat/2.png,b
        """);
    text("test.csv", "file,label\ntest/Cat/x.png,a\ntest/ant/x.png,c\n");
    assertThat(failure(CSV, base))
        .contains("train.csv, line 2: expected a file below the folder, found \"../outside.png\"")
        .contains("train.csv, line 3: expected a file below the folder, found \"/etc/passwd\"")
        .contains("train.csv, line 4: there is no file none.png")
        .contains("train.csv, line 5: expected a file and a label, found 1 values")
        .contains("train.csv, line 6: expected a label on one line")
        .contains("train.csv, line 8: train/ant/B.png stands there for the second time")
        .contains("train.csv, line 9: expected a file below the folder, found \"\"")
        .contains("train.csv has no image of these labels: c")
        .contains("test.csv has no image of these labels: b");
    text("train.csv", "path,label\nx,y\n");
    text("test.csv", "file,label\n");
    assertThat(failure(CSV, base))
        .contains("train.csv, line 1: expected the header file,label, found path,label")
        .contains("test.csv names no image");
    write(base.resolve("data/train.csv"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(failure(CSV, base)).contains("train.csv cannot be read as UTF-8 text in CSV");
  }
}
