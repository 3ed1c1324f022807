package io.github.trunkrepro.runtime.dataset;

import static io.github.trunkrepro.runtime.dataset.DataFixtures.labels;
import static io.github.trunkrepro.runtime.dataset.DataFixtures.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SplitsTest {

  @Property(tries = 200)
  void validationTakesItsShareOfEachClass(
      @ForAll @Size(min = 1, max = 200) byte[] classes,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
      @ForAll long seed) {
    ImageSet images = images(classes);
    Split split = Splits.validation(images, fraction, seed);
    assertThat(split.train()).isSorted();
    assertThat(split.validation()).isSorted();
    int[] both =
        IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.validation()))
            .sorted()
            .toArray();
    assertThat(both).containsExactly(IntStream.range(0, classes.length).toArray());
    int[] counts = Splits.counts(images);
    int[] validation = new int[counts.length];
    for (int index : split.validation()) {
      validation[images.label(index)]++;
    }
    for (int label = 0; label < counts.length; label++) {
      int n = counts[label];
      int expected = n < 2 ? 0 : Math.min(Math.max((int) Math.floor(n * fraction + 0.5), 1), n - 1);
      assertThat(validation[label]).isEqualTo(expected);
    }
  }

  @Test
  void theDrawOfAClassDependsOnNoOtherClass() {
    byte[] two = new byte[60];
    Arrays.fill(two, 20, 60, (byte) 1);
    byte[] three = Arrays.copyOf(two, 90);
    Arrays.fill(three, 60, 90, (byte) 2);
    int[] alone = Splits.validation(images(two), 0.25, 5).validation();
    int[] together = Splits.validation(images(three), 0.25, 5).validation();
    assertThat(Arrays.stream(together).filter(i -> i < 60).toArray()).containsExactly(alone);
    assertThat(Splits.validation(images(two), 0.25, 6).validation()).isNotEqualTo(alone);
  }

  /** Pinned: another draw would change every training. */
  @Test
  void validationIsPinned() {
    byte[] classes = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
    assertThat(Splits.validation(images(classes), 0.3, 42).validation())
        .containsExactly(6, 7, 8, 12, 17, 19);
  }

  @Property(tries = 100)
  void perClassTakesAtMostSoManyAndLessIsPartOfMore(
      @ForAll @Size(min = 1, max = 200) byte[] classes,
      @ForAll @IntRange(min = 1, max = 10) int count,
      @ForAll long seed) {
    ImageSet images = images(classes);
    int[] fewer = Splits.perClass(images, count, seed, Part.TRAIN);
    int[] more = Splits.perClass(images, count + 1, seed, Part.TRAIN);
    assertThat(fewer).isSorted().doesNotHaveDuplicates();
    assertThat(Arrays.stream(more).boxed().toList())
        .containsAll(Arrays.stream(fewer).boxed().toList());
    int[] all = Splits.counts(images);
    int[] taken = Splits.counts(new Subset(images, fewer));
    for (int label = 0; label < all.length; label++) {
      assertThat(taken[label]).isEqualTo(Math.min(all[label], count));
    }
  }

  @Test
  void everyImageIsTakenEquallyOften() {
    ImageSet images = images(new byte[10]);
    int[] counts = new int[10];
    for (int seed = 0; seed < 5000; seed++) {
      for (int index : Splits.perClass(images, 3, seed, Part.TEST)) {
        counts[index]++;
      }
    }
    // 1,500 each, standard deviation 32.
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(1360, 1640));
  }

  @Test
  void argumentsOutOfRange() {
    ImageSet images = images(new byte[10]);
    for (double fraction : new double[] {0, 1, -0.5, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Splits.validation(images, fraction, 1));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Splits.perClass(images, 0, 1, Part.TEST));
  }

  @Test
  void aSubsetIsAView() {
    ImageSet images = images(new byte[] {3, 4, 5, 6});
    int[] indices = {2, 0, 2};
    Subset subset = new Subset(images, indices);
    indices[0] = 1;
    assertThat(labels(subset)).containsExactly(5, 3, 5);
    assertThat(pixels(subset, 1)).isEqualTo(pixels(images, 0));
    assertThat(subset.shape()).isEqualTo(images.shape());
    assertThat(labels(ByteImages.copyOf(images, new int[] {3, 1}, Reading.whole(1))))
        .containsExactly(6, 4);
    assertThat(pixels(ByteImages.copyOf(images, new int[] {3, 1}, Reading.whole(1)), 0))
        .isEqualTo(pixels(images, 3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> new Subset(images, new int[] {4}));
  }

  /** Images of 1x2 pixels with classes 0 to 7. */
  private static ImageSet images(byte[] classes) {
    int[] labels = new int[classes.length];
    byte[] pixels = new byte[2 * classes.length];
    RandomStream random = RandomStream.of(1, "pixels");
    for (int i = 0; i < classes.length; i++) {
      labels[i] = classes[i] & 7;
      pixels[2 * i] = (byte) random.nextInt();
      pixels[2 * i + 1] = (byte) i;
    }
    return new ByteImages(new ImageShape(1, 1, 2), Pixels.of(pixels), labels);
  }
}
