package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.cifarSpec;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.labels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.pixels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.read;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.pickle.Unpickler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files from {@code src/test/python/cifar_pickle.py}, where Python and NumPy read them too. */
class CifarPickleTest {
  @TempDir private Path base;

  @Test
  void readsWhatNumPyReads() throws IOException {
    CifarPickle.Array data = (CifarPickle.Array) CifarPickle.read(golden("batch")).get("data");
    assertThat(data.rows()).isEqualTo(3);
    assertThat(data.columns()).isEqualTo(3072);
    assertThat(data.bytes()).isEqualTo(golden("pixels.bin"));
    assertThat(CifarPickle.read(golden("batch")).get("labels"))
        .isInstanceOfSatisfying(
            Unpickler.Items.class,
            labels -> assertThat(labels.values()).containsExactly(6L, 9L, 0L));
    assertThat(CifarPickle.texts(CifarPickle.read(golden("meta")).get("label_names")))
        .isEqualTo(CifarBatches.OFFICIAL_NAMES);
  }

  @Test
  void aFolderOfBatchesIsADataSet() throws IOException {
    Path folder = base.resolve("cifar-10-batches-py");
    // Each class needs an image: 6, 9 and 0 are in the file, the others are put in their place.
    int[][] labels = {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}, {9, 0, 1}, {2, 3, 4}};
    for (int batch = 0; batch < 5; batch++) {
      write(folder.resolve("data_batch_" + (batch + 1)), relabelled(labels[batch]));
    }
    write(folder.resolve("test_batch"), golden("batch"));
    write(folder.resolve("batches.meta"), golden("meta"));
    Dataset dataset = read(cifarSpec("."), base);
    assertThat(dataset.classNames()).isEqualTo(CifarBatches.OFFICIAL_NAMES);
    assertThat(labels(dataset.test())).containsExactly(6, 9, 0);
    assertThat(labels(dataset.train())).startsWith(0, 1, 2, 3).hasSize(15);
    assertThat(pixels(dataset.test(), 1))
        .isEqualTo(Arrays.copyOfRange(golden("pixels.bin"), 3072, 6144));
    write(folder.resolve("data_batch_3"), Arrays.copyOf(golden("batch"), 5000));
    assertThat(failure(cifarSpec("."), base))
        .contains("data_batch_3: expected a file of CIFAR-10's Python version, but at byte ");
  }

  @Test
  void aFileCutOffAnywhereIsRefused() throws IOException {
    byte[] whole = golden("batch");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> CifarPickle.read(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFlippedBitNeverEndsInAnythingElse() throws IOException {
    byte[] whole = golden("batch");
    for (int i = 0; i < whole.length; i++) {
      for (int bit = 0; bit < 8; bit += i < 400 || i > 9616 ? 1 : 8) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) (1 << bit);
        try {
          CifarPickle.read(flipped);
        } catch (IOException e) {
          assertThat(e)
              .hasMessageMatching(
                  "at byte \\d+ of its pickle expected .+|its pickle is no dictionary");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(U\u0002idtR.",
        "cbuiltins\neval\n(U\u00011tR.",
        "cnumpy.core.multiarray\n_reconstruct\ncos\nsystem\n\u0085R.",
        "(U\u0002idios\nsystem\n.",
        "(cos\nsystem\nU\u0002ido.",
        "\u0082\u0001.",
        "Ppersistent\n.",
        "U\u0001xQ.",
        "}U\u0001a\u0093.",
        "T\u00ff\u00ff\u00ff\u007fx.",
        "T\u00ff\u00ff\u00ff\u00ffx.",
        "}h\u0005.",
        "R.",
        "b.",
        "}U\u0001ae.",
        "}(U\u0001au.",
        "]."
      })
  void hostilePicklesAreRefused(String body) {
    byte[] pickled = ("\u0080\u0002" + body).getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> CifarPickle.read(pickled))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("at byte \\d+ of its pickle expected .+|its pickle is no dictionary");
  }

  @Test
  void namesThatAreNotReadAreNamed() {
    assertThatThrownBy(
            () ->
                CifarPickle.read("\u0080\u0002cos\nsystem\n".getBytes(StandardCharsets.ISO_8859_1)))
        .hasMessageContainingAll("numpy.ndarray", "os.system is not read and not executed");
  }

  private static byte[] relabelled(int[] labels) throws IOException {
    byte[] batch = golden("batch");
    byte[] stored = {'K', 6, 'K', 9, 'K', 0, 'e'};
    for (int i = 0; i <= batch.length - stored.length; i++) {
      if (Arrays.equals(batch, i, i + stored.length, stored, 0, stored.length)) {
        for (int label = 0; label < 3; label++) {
          batch[i + 1 + 2 * label] = (byte) labels[label];
        }
      }
    }
    return batch;
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in =
        CifarPickleTest.class.getResourceAsStream("/golden/cifar-pickle/" + name)) {
      return in.readAllBytes();
    }
  }
}
