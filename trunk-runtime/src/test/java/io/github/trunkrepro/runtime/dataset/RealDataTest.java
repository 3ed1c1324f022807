package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.cifarSpec;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.idxSpec;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.labels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.pixels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Facts of the official files, counted with Python. */
class RealDataTest {
  private static final String BALANCED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt";

  @Test
  void emnistBalanced() throws IOException {
    Path data = SharedFolder.require().resolve("data");
    SourceSpec spec =
        idxSpec(
            "emnist/balanced",
            SourceSpec.Orientation.AS_STORED,
            0,
            checksums(data, "emnist/balanced"));
    assertThat(spec.checksums()).hasSize(5);
    Dataset dataset = read(spec, data);
    assertThat(String.join("", dataset.classNames())).isEqualTo(BALANCED);
    assertThat(dataset.train().size()).isEqualTo(24_299);
    assertThat(dataset.test().size()).isEqualTo(18_800);
    assertThat(Splits.counts(dataset.train())).hasSize(47).containsOnly(517);
    assertThat(Splits.counts(dataset.test())).hasSize(47).containsOnly(400);
    assertThat(Arrays.copyOf(labels(dataset.train()), 8))
        .containsExactly(8, 42, 43, 2, 37, 41, 41, 37);
    assertThat(Arrays.copyOf(labels(dataset.test()), 8))
        .containsExactly(19, 14, 34, 36, 36, 15, 16, 36);
    dataset.verifyFilesUnchanged();
    // Upright strokes: 1, I and l.
    assertThat(Leakage.find(dataset).summary())
        .isEqualTo(
            "of 18800 test images 0 stand in the training set too, and 14 more nearly (8 of them in"
                + " another class)");

    Dataset subset = Datasets.read(spec, data, DataFixtures.perClass(600, 10, 3));
    assertThat(subset.train().size()).isEqualTo(24_299);
    assertThat(Splits.counts(subset.test())).hasSize(47).containsOnly(10);
    assertThat(subset.digest()).isNotEqualTo(dataset.digest());
  }

  @Test
  void emnistBalancedLargeHasTrainingImagesOnly() {
    Path data = SharedFolder.require().resolve("data");
    SourceSpec spec = idxSpec("emnist/balanced-large", 0);
    assertThat(failure(spec, data)).contains("with the test images, found nothing");
    LabelledImages train = Datasets.readPart(spec, data, Part.TRAIN);
    assertThat(String.join("", train.classNames())).isEqualTo(BALANCED);
    assertThat(train.images().size()).isEqualTo(90_605);
    int[] counts = Splits.counts(train.images());
    assertThat(counts[26]).isEqualTo(517);
    assertThat(Arrays.stream(counts).max()).hasValue(2400);
  }

  @Test
  void emnistLetters() {
    Path data = SharedFolder.require().resolve("data");
    Dataset dataset = read(idxSpec("emnist/letters", 1), data);
    assertThat(String.join("", dataset.classNames())).isEqualTo("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    assertThat(dataset.train().size()).isEqualTo(124_800);
    assertThat(dataset.test().size()).isEqualTo(20_800);
    assertThat(Splits.counts(dataset.train())).hasSize(26).containsOnly(4800);
    assertThat(Splits.counts(dataset.test())).hasSize(26).containsOnly(800);
    assertThat(Arrays.copyOf(labels(dataset.train()), 8))
        .containsExactly(22, 6, 15, 14, 22, 16, 12, 10);
    assertThat(failure(idxSpec("emnist/letters", 0), data))
        .contains("emnist-letters-mapping.txt, line 1: expected label 0, found 1");
  }

  @Test
  void emnistIsStoredTransposed() {
    Path data = SharedFolder.require().resolve("data");
    SourceSpec upright = idxSpec("emnist/letters", SourceSpec.Orientation.TRANSPOSED, 1, Map.of());
    byte[] stored =
        pixels(Datasets.readPart(idxSpec("emnist/letters", 1), data, Part.TEST).images(), 5);
    byte[] transposed = pixels(Datasets.readPart(upright, data, Part.TEST).images(), 5);
    assertThat(transposed).isNotEqualTo(stored);
    for (int row = 0; row < 28; row++) {
      for (int column = 0; column < 28; column++) {
        assertThat(transposed[row * 28 + column]).isEqualTo(stored[column * 28 + row]);
      }
    }
  }

  @Test
  void mnistTestFiles() {
    Path data = SharedFolder.require().resolve("data");
    assertThat(failure(idxSpec("mnist", 0), data))
        .contains("train-images-idx3-ubyte[.gz] with the train images, found nothing")
        .contains("train-labels-idx1-ubyte[.gz] with the train labels, found nothing")
        .contains("The folder holds: t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz");
    LabelledImages test = Datasets.readPart(idxSpec("mnist", 0), data, Part.TEST);
    assertThat(test.images().size()).isEqualTo(10_000);
    assertThat(Arrays.copyOf(labels(test.images()), 10))
        .containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
    assertThat(Splits.counts(test.images()))
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
  }

  @Test
  void cifar10Mini() throws IOException {
    Path data = SharedFolder.require().resolve("data");
    Dataset dataset = read(cifarSpec("cifar-10/cifar-10-mini-binary.tar.gz"), data);
    assertThat(dataset.classNames())
        .containsExactly(
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck");
    assertThat(dataset.train().size()).isEqualTo(2000);
    assertThat(dataset.test().size()).isEqualTo(500);
    assertThat(Arrays.copyOf(labels(dataset.train()), 8)).containsExactly(7, 6, 9, 6, 8, 1, 5, 5);
    assertThat(dataset.files().get(0).sha256())
        .isEqualTo(checksums(data, "cifar-10").get("cifar-10-mini-binary.tar.gz"));
  }

  private static Map<String, String> checksums(Path data, String folder) throws IOException {
    String prefix = "./" + folder + "/";
    return Files.readAllLines(data.resolve("SHA256SUMS")).stream()
        .filter(line -> line.startsWith(prefix, 66))
        .collect(
            Collectors.toMap(
                line -> line.substring(66 + prefix.length()), line -> line.substring(0, 64)));
  }
}
