package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.pixels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.read;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.strokesSpec;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrokesTest {
  private static final int CLASSES = 12;

  /** Pinned: the bits must be these on every machine and JDK. */
  @Test
  void bitsArePinned() {
    Dataset dataset = Datasets.read(strokesSpec(), Path.of("."), DataFixtures.perClass(5, 3, 42));
    assertThat(dataset.digest())
        .isEqualTo("a13b3d094cc43a5abf97e897c61ac0f59dc216b7aeaa9f80ceb81f40544c7b04");
  }

  @Test
  void defaultsAndNames() {
    Dataset dataset = read(strokesSpec(), Path.of("."));
    assertThat(dataset.classNames()).hasSize(CLASSES).doesNotHaveDuplicates().contains("ring-gap");
    assertThat(dataset.train().shape()).isEqualTo(new ImageShape(1, 28, 28));
    assertThat(Splits.counts(dataset.train())).hasSize(CLASSES).containsOnly(200);
    assertThat(Splits.counts(dataset.test())).hasSize(CLASSES).containsOnly(100);
    assertThat(dataset.files()).isEmpty();
    dataset.verifyFilesUnchanged();
  }

  @Test
  void moreImagesLeaveTheFirstAsTheyAre() {
    ByteImages few = Strokes.draw(Part.TRAIN, 2, Reading.whole(9));
    ByteImages many = Strokes.draw(Part.TRAIN, 4, Reading.whole(9));
    for (int i = 0; i < few.size(); i++) {
      assertThat(pixels(many, i)).isEqualTo(pixels(few, i));
      assertThat(many.label(i)).isEqualTo(few.label(i)).isEqualTo(i % CLASSES);
    }
  }

  @Test
  void imagesDifferByPartSeedAndIndex() {
    ByteImages images = Strokes.draw(Part.TRAIN, 2, Reading.whole(9));
    assertThat(pixels(images, 0)).isNotEqualTo(pixels(images, CLASSES));
    assertThat(pixels(images, 0))
        .isNotEqualTo(pixels(Strokes.draw(Part.TEST, 1, Reading.whole(9)), 0));
    assertThat(pixels(images, 0))
        .isNotEqualTo(pixels(Strokes.draw(Part.TRAIN, 1, Reading.whole(10)), 0));
  }

  /** The mean image of a closed ring is bright where rings are, dark in the middle and outside. */
  @Test
  void figuresAreWhereTheyShouldBe() {
    double[] ring = mean(0);
    double[] plus = mean(3);
    assertThat(ring[14 * 28 + 14]).isLessThan(40);
    assertThat(ring[14 * 28 + 6]).isGreaterThan(60);
    assertThat(plus[14 * 28 + 14]).isGreaterThan(100);
    for (double[] image : List.of(ring, plus)) {
      assertThat(image[0]).isLessThan(40);
      assertThat(image[783]).isLessThan(40);
    }
  }

  private static double[] mean(int label) {
    ByteImages images = Strokes.draw(Part.TRAIN, 100, Reading.whole(4));
    double[] mean = new double[784];
    for (int i = label; i < images.size(); i += CLASSES) {
      byte[] pixels = pixels(images, i);
      for (int j = 0; j < 784; j++) {
        mean[j] += Byte.toUnsignedInt(pixels[j]) / 100.0;
      }
    }
    return mean;
  }

  @Test
  void aDotCoversItsArea() {
    StrokeCanvas canvas = new StrokeCanvas(9);
    canvas.frame(1, 1, 0, 0, 4.5, 4.5);
    canvas.pen(4, 0.5);
    canvas.dot(0, 0);
    double area = 0;
    for (int i = 0; i < 81; i++) {
      area += canvas.ink(i) / 0.5;
    }
    assertThat(area).isBetween(0.95 * Math.PI * 4, 1.1 * Math.PI * 4);
    assertThat(canvas.ink(4 * 9 + 4)).isEqualTo(0.5);
    assertThat(canvas.ink(4 * 9 + 8)).isZero();
  }

  @Test
  void linesEndAtTheEdge() {
    StrokeCanvas canvas = new StrokeCanvas(9);
    canvas.frame(1, 1, 0, 0, 4.5, 4.5);
    canvas.pen(1, 1);
    canvas.line(-100, 0, 100, 0);
    canvas.line(-100, -100, -90, -90);
    for (int i = 0; i < 81; i++) {
      assertThat(canvas.ink(i)).isEqualTo(i / 9 == 4 ? 1 : 0);
    }
  }

  @Test
  void settingsOfFilesAreRefused() {
    SourceSpec withSource =
        new SourceSpec(
            SourceSpec.Format.STROKES, Optional.of("data"), Optional.empty(), 0, Map.of());
    assertThat(failure(withSource, Path.of("."))).contains("strokes are drawn: remove");
    SourceSpec withLabel =
        new SourceSpec(SourceSpec.Format.STROKES, Optional.empty(), Optional.empty(), 1, Map.of());
    assertThat(failure(withLabel, Path.of("."))).contains("dataset.firstLabel");
  }

  @Test
  void contactSheet(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("sheet.png");
    ByteImages images = Strokes.draw(Part.TRAIN, 3, Reading.whole(1));
    ContactSheet.write(images, 2, file);
    var sheet = ImageIO.read(file.toFile());
    assertThat(sheet.getWidth()).isEqualTo(2 * 30 * 2);
    assertThat(sheet.getHeight()).isEqualTo(CLASSES * 30 * 2);
    assertThat(sheet.getRaster().getSample(60 + 27, 60 * 5 + 31, 0))
        .isEqualTo(Byte.toUnsignedInt(pixels(images, CLASSES + 5)[15 * 28 + 13]));
  }
}
