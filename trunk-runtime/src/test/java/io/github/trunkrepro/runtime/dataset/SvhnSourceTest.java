package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.labels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.pixels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.read;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.SharedFolder;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/** Files that the MAT File Library wrote, and real ones. */
class SvhnSourceTest {
  @TempDir private Path base;

  private static SourceSpec spec() {
    return new SourceSpec(SourceSpec.Format.SVHN, Optional.of("."), Optional.empty(), 0, Map.of());
  }

  @Test
  void readsCompressedAndPlainFiles() throws IOException {
    writeMat("train_32x32.mat", Deflater.BEST_COMPRESSION, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    writeMat("test_32x32.mat", Deflater.NO_COMPRESSION, 10, 3);
    Dataset dataset = read(spec(), base);
    assertThat(dataset.classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(labels(dataset.train())).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
    assertThat(labels(dataset.test())).containsExactly(0, 3);
    byte[] image = pixels(dataset.train(), 4);
    for (int channel = 0; channel < 3; channel++) {
      for (int row = 0; row < 32; row++) {
        for (int column = 0; column < 32; column++) {
          assertThat(image[(channel * 32 + row) * 32 + column])
              .isEqualTo(pixel(row, column, channel, 4));
        }
      }
    }
  }

  @Test
  void readsOneImage() throws IOException {
    writeMat("train_32x32.mat", Deflater.BEST_SPEED, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    writeMat("test_32x32.mat", Deflater.BEST_SPEED, 7);
    assertThat(labels(read(spec(), base).test())).containsExactly(7);
  }

  @Test
  void labelsGoFromOneToTen() throws IOException {
    writeMat("test_32x32.mat", Deflater.BEST_SPEED, 7);
    writeMat("train_32x32.mat", Deflater.BEST_SPEED, 1, 0);
    assertThat(failure(spec(), base))
        .contains("train_32x32.mat: expected labels from 1 to 10 in y, found 0 for image 1");
  }

  @Test
  void missingFilesAreNamed() {
    assertThat(failure(spec(), base)).contains("train_32x32.mat, test_32x32.mat", "trunk:fetch");
  }

  @Test
  void damageAnywhereIsAMessage() throws IOException {
    writeMat("train_32x32.mat", Deflater.BEST_SPEED, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    writeMat("test_32x32.mat", Deflater.NO_COMPRESSION, 1, 2);
    Path file = base.resolve("test_32x32.mat");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += length < 300 ? 1 : 61) {
      write(file, Arrays.copyOf(whole, length));
      assertThat(failure(spec(), base)).contains("test_32x32.mat");
    }
    for (int i = 124; i < 200; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x55;
      write(file, flipped);
      try {
        read(spec(), base);
      } catch (UserException e) {
        assertThat(e).hasMessageContaining("test_32x32.mat");
      }
    }
    write(file, "MATLAB 7.3 MAT-file".repeat(20).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(failure(spec(), base)).contains("expected a MATLAB file of version 5");
  }

  @Test
  void realDigits() {
    Path svhn = SharedFolder.require().resolve("data/svhn");
    LabelledImages test = Datasets.readPart(spec(), svhn, Part.TEST);
    assertThat(test.images().shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(test.images().size()).isPositive();
    OfficialSet set = new OfficialSet(OfficialSet.Name.SVHN, Optional.empty(), true);
    SourceSpec official =
        SourceSpec.official(set, Optional.of(svhn.toString()), Optional.empty(), Map.of());
    assertThatThrownBy(() -> Datasets.read(official, base, Reading.whole(1)))
        .hasMessageContainingAll("not the official files of svhn with extra", "checksums:");
  }

  private void writeMat(String name, int level, int... labels) throws IOException {
    Matrix x = Mat5.newMatrix(new int[] {32, 32, 3, labels.length}, MatlabType.UInt8);
    Matrix y = Mat5.newMatrix(new int[] {labels.length, 1}, MatlabType.Double);
    for (int i = 0; i < labels.length; i++) {
      y.setDouble(i, labels[i]);
      for (int row = 0; row < 32; row++) {
        for (int column = 0; column < 32; column++) {
          for (int channel = 0; channel < 3; channel++) {
            x.setByte(new int[] {row, column, channel, i}, pixel(row, column, channel, i));
          }
        }
      }
    }
    try (Sink sink = Sinks.newStreamingFile(base.resolve(name).toFile());
        us.hebi.matlab.mat.format.Mat5File mat = Mat5.newMatFile()) {
      mat.addArray("X", x).addArray("y", y);
      Mat5.newWriter(sink).setDeflateLevel(level).writeMat(mat);
    }
  }

  private static byte pixel(int row, int column, int channel, int image) {
    return (byte) (row * 7 + column * 3 + channel * 50 + image);
  }
}
