package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.idxSpec;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.pixels;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.ScratchFile;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelRoomTest {
  private static final int SIDE = 100;
  private static final int IMAGES = 20_000;

  @TempDir private Path base;

  @Test
  void imagesMayLieAcrossSegments() {
    PixelRoom room = new PixelRoom(0, Optional.of(base), 10);
    ImageShape shape = new ImageShape(1, 2, 12);
    ImageCollector collector =
        new ImageCollector(
            7,
            new Reading(
                OptionalInt.empty(), OptionalInt.empty(), 1, UnaryOperator.identity(), room));
    byte[][] expected = new byte[7][24];
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j < 24; j++) {
        expected[i][j] = (byte) (24 * i + j);
      }
      collector.add(new RawImage(shape, expected[i]), i);
    }
    ImageSet images = collector.images();
    room.close();
    for (int i = 6; i >= 0; i--) {
      assertThat(pixels(images, i)).isEqualTo(expected[i]);
      assertThat(images.label(i)).isEqualTo(i);
    }
  }

  @Test
  void onlyWhatIsBeyondTheBudgetGoesToTheFile() throws IOException {
    Path scratch = base.resolve("scratch");
    try (PixelRoom room = new PixelRoom(100, scratch)) {
      assertThat(room.allocate(60).size()).isEqualTo(60);
      assertThat(scratch).doesNotExist();
      room.allocate(41);
      assertThat(scratch).exists();
      Pixels small = room.allocate(40);
      small.write(38, new byte[] {1, 2});
      byte[] end = new byte[2];
      small.read(38, end, 2);
      assertThat(end).containsExactly(1, 2);
    }
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void noRoomOnTheDiskIsAMessage() throws IOException {
    Path file = Files.createFile(base.resolve("file"));
    assertThat(
            failure(
                UserException.Kind.SETUP,
                () -> new ScratchFile(file.resolve("below"), "images").allocate(10)))
        .contains("cannot keep images in", "(10 bytes beyond the first 0)", "make room there");
  }

  /** 200 MB of pixels in a virtual machine of 96 MB, gzipped and not. */
  @Test
  void aSetLargerThanTheHeap() throws Exception {
    try (OutputStream plain = out("plain/" + DataFixtures.TRAIN_IMAGES);
        OutputStream packed =
            new GZIPOutputStream(out("packed/" + DataFixtures.TRAIN_IMAGES + ".gz")) {
              {
                def.setLevel(1);
              }
            }) {
      for (OutputStream out : new OutputStream[] {plain, packed}) {
        writeImages(out);
      }
    }
    for (String folder : new String[] {"plain", "packed"}) {
      byte[] labels = new byte[IMAGES];
      for (int i = 0; i < IMAGES; i++) {
        labels[i] = (byte) (i % 10);
      }
      Path path = base.resolve(folder);
      DataFixtures.write(
          path.resolve(DataFixtures.TRAIN_LABELS), DataFixtures.idx(new int[] {IMAGES}, labels));
      DataFixtures.write(
          path.resolve(DataFixtures.TEST_IMAGES), DataFixtures.idx(new int[] {1, SIDE, SIDE}));
      DataFixtures.write(
          path.resolve(DataFixtures.TEST_LABELS), DataFixtures.idx(new int[] {1}, (byte) 1));
    }
    String inMemory = DataFixtures.read(idxSpec("plain", 0), base).digest();
    assertThat(digestInSmallHeap("plain")).isEqualTo(inMemory);
    assertThat(digestInSmallHeap("packed")).isEqualTo(inMemory);
    assertThat(base.resolve("scratch")).isEmptyDirectory();
  }

  private OutputStream out(String name) throws IOException {
    Path file = base.resolve(name);
    Files.createDirectories(file.getParent());
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  private static void writeImages(OutputStream out) throws IOException {
    DataOutputStream header = new DataOutputStream(out);
    for (int number : new int[] {0x0803, IMAGES, SIDE, SIDE}) {
      header.writeInt(number);
    }
    header.flush();
    byte[] image = new byte[SIDE * SIDE];
    for (int i = 0; i < IMAGES; i++) {
      for (int j = 0; j < image.length; j++) {
        image[j] = (byte) (i * 31 + (j >> 5) * (i >> 3));
      }
      out.write(image);
    }
  }

  private String digestInSmallHeap(String folder) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SmallHeap.class.getName(),
                base.toString(),
                folder)
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** Prints the digest of a data set that is read with a quarter of the heap for its pixels. */
  static final class SmallHeap {
    private SmallHeap() {}

    public static void main(String[] arguments) {
      Path base = Path.of(arguments[0]);
      long memory = Runtime.getRuntime().maxMemory() / 4;
      try (PixelRoom room = new PixelRoom(memory, base.resolve("scratch"))) {
        Reading reading =
            new Reading(
                OptionalInt.empty(), OptionalInt.empty(), 1, UnaryOperator.identity(), room);
        System.out.println(Datasets.read(idxSpec(arguments[1], 0), base, reading).digest());
      }
    }
  }
}
