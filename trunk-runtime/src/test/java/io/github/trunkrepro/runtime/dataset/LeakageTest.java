package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.failure;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.pixels;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeakageTest {
  private static final ByteImages TRAIN = Strokes.draw(Part.TRAIN, 50, Reading.whole(3));
  private static final int SIDE = 28;

  /** A data set whose test images are these training images, changed, and ten that are not. */
  private static Dataset leaked(UnaryOperator<byte[]> change, int... indices) {
    ByteImages own = Strokes.draw(Part.TEST, 1, Reading.whole(3));
    ImageCollector test = new ImageCollector(indices.length + 10, Reading.whole(3));
    for (int index : indices) {
      test.add(new RawImage(TRAIN.shape(), change.apply(pixels(TRAIN, index))), TRAIN.label(index));
    }
    for (int i = 0; i < 10; i++) {
      test.add(new RawImage(own.shape(), pixels(own, i)), own.label(i));
    }
    return new Dataset(
        Strokes.CLASS_NAMES, TRAIN, test.images(), List.of(), Path.of("."), "train", "test");
  }

  @Test
  void theSamePixels() {
    LeakageReport report = Leakage.find(leaked(pixels -> pixels, 17, 0, 599));
    assertThat(report.near()).isEmpty();
    assertThat(report.exact()).extracting(pair -> pair.train().index()).containsExactly(17, 0, 599);
    assertThat(report.exact()).extracting(pair -> pair.test().index()).containsExactly(0, 1, 2);
    assertThat(report.exact().get(0)).hasToString("test 0 (tee) = training 17 (tee)");
    assertThat(report.summary())
        .isEqualTo("of 13 test images 3 stand in the training set too, and 0 more nearly");
  }

  @Test
  void nothingOfItsOwnIsFound() {
    assertThat(Leakage.find(leaked(pixels -> pixels)).isEmpty()).isTrue();
  }

  @Test
  void otherBrightnessContrastAndNoise() {
    UnaryOperator<byte[]> change =
        pixels -> {
          byte[] result = pixels.clone();
          for (int i = 0; i < result.length; i++) {
            int noise = (i * 37 + i / 11 * 13) % 9 - 4;
            result[i] = (byte) (0.8 * Byte.toUnsignedInt(pixels[i]) + 20 + noise);
          }
          return result;
        };
    assertAllFound(change, false);
  }

  @Test
  void mirrored() {
    UnaryOperator<byte[]> change =
        pixels -> {
          byte[] result = new byte[pixels.length];
          for (int i = 0; i < result.length; i++) {
            int column = i % SIDE;
            result[i] = pixels[i - column + SIDE - 1 - column];
          }
          return result;
        };
    assertAllFound(change, true);
  }

  private static void assertAllFound(UnaryOperator<byte[]> change, boolean mirrored) {
    int[] indices = IntStream.range(0, 40).map(i -> 7 * i + 3).toArray();
    LeakageReport report = Leakage.find(leaked(change, indices));
    assertThat(report.exact()).isEmpty();
    assertThat(report.near())
        .extracting(pair -> pair.train().index())
        .containsExactly(IntStream.of(indices).boxed().toArray(Integer[]::new));
    assertThat(report.near()).allMatch(pair -> pair.correlation().orElse(0.0) > 0.98);
    assertThat(report.near()).extracting(LeakageReport.Pair::mirrored).containsOnly(mirrored);
  }

  @Test
  void limits() {
    LeakageReport report =
        Leakage.find(leaked(pixels -> pixels, IntStream.range(100, 125).toArray()));
    report.check(new LeakageLimits(OptionalInt.of(25), OptionalInt.of(0)), "x");
    report.check(new LeakageLimits(OptionalInt.empty(), OptionalInt.empty()), "x");
    assertThat(
            failure(
                UserException.Kind.CHECK,
                () ->
                    report.check(
                        new LeakageLimits(OptionalInt.of(24), OptionalInt.of(0)),
                        "target/trunk/leakage.json")))
        .contains("dataset.leakage.exact: expected at most 24, found 25:")
        .contains("test 0 (", " = training 100 (", "test 19 (")
        .doesNotContain("test 20 (", "dataset.leakage.near")
        .contains("and 5 more", "All of them are in target/trunk/leakage.json");
  }

  @Test
  void anotherLabelIsTold() {
    Dataset same = leaked(pixels -> pixels, 5);
    List<String> names = new ArrayList<>(same.classNames());
    ByteImages test = new ByteImages(TRAIN.shape(), Pixels.of(pixels(TRAIN, 5)), new int[] {6});
    Dataset relabelled =
        new Dataset(names, TRAIN, test, Collections.emptyList(), Path.of("."), "train", "test");
    assertThat(Leakage.find(relabelled).summary())
        .contains("1 stand in the training set too (1 of them in another class)");
  }

  /** Against every pair; the bands must miss none. */
  @Test
  void theIndexFindsAllThatAreNear() {
    long[] hashes = new long[3000];
    for (int i = 0; i < hashes.length; i++) {
      long bits = (i / 5) * 0x9E3779B97F4A7C15L;
      for (int flip = 0; flip < i % 5 * 2; flip++) {
        bits ^= 1L << (i * 31 + flip * 23) % 64;
      }
      hashes[i] = bits;
    }
    HashIndex index = new HashIndex(hashes, 6);
    for (long hash : hashes) {
      int[] expected =
          IntStream.range(0, hashes.length)
              .filter(i -> Long.bitCount(hash ^ hashes[i]) <= 6)
              .toArray();
      assertThat(index.near(hash).sorted().distinct().toArray()).isEqualTo(expected);
    }
  }
}
