package io.github.trunkrepro.runtime.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {

  /** As computed by an independent implementation in Python; these bits must never change. */
  @Test
  void firstNumbersArePinned() {
    RandomStream stream = RandomStream.of(42, "root", "class", "shuffle");
    assertThat(IntStream.range(0, 6).map(i -> stream.nextInt()).toArray())
        .containsExactly(0xa0a0a5a6, 0x6143c362, 0x9c3e6682, 0x4e0d21b6, 0xd9a6d7e2, 0x706fd12b);
    assertThat(RandomStream.of(42, "root", "class", "shuffle").nextFloat())
        .isEqualTo(0xa0a0a5 * 0x1.0p-24f);
  }

  /** Whatever was drawn before and is drawn after. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 8, 64, 67})
  void manyAtATimeAreTheSameAsOneByOne(int count) {
    RandomStream bulk = RandomStream.of(9, "bulk");
    RandomStream single = RandomStream.of(9, "bulk");
    for (int before = 0; before < 5; before++) {
      int[] numbers = new int[count];
      bulk.nextInts(numbers);
      assertThat(numbers)
          .containsExactly(IntStream.generate(single::nextInt).limit(count).toArray());
      assertThat(bulk.nextInt()).isEqualTo(single.nextInt());
    }
  }

  @Test
  void otherMappingsArePinned() {
    RandomStream stream = RandomStream.of(-7, "pins");
    assertThat(stream.nextDouble()).isEqualTo(0.8061059053695376);
    assertThat(stream.nextGaussian()).isEqualTo(0.2377032307857443);
    assertThat(stream.nextInt(1000)).isEqualTo(80);
    int[] order = IntStream.range(0, 8).toArray();
    stream.shuffle(order);
    assertThat(order).containsExactly(7, 3, 0, 5, 1, 4, 2, 6);
  }

  @Test
  void namesAreSequencesNotConcatenations() {
    assertThat(first(1, "a", "bc")).isNotEqualTo(first(1, "ab", "c"));
    assertThat(first(1, "a", "")).isNotEqualTo(first(1, "a"));
    assertThat(first(1)).isNotEqualTo(first(1, ""));
    assertThat(first(1, "a")).isNotEqualTo(first(2, "a"));
  }

  @Test
  void streamsOfOtherNamesAreUncorrelated() {
    int draws = 20_000;
    RandomStream a = RandomStream.of(3, "epoch", "1");
    RandomStream b = RandomStream.of(3, "epoch", "2");
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      sum += (a.nextDouble() - 0.5) * (b.nextDouble() - 0.5);
    }
    // The correlation of independent draws has a standard deviation of 1/sqrt(n).
    assertThat(sum / draws * 12).isCloseTo(0, within(4 / Math.sqrt(draws)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 10, 47, 100})
  void boundedIntegersAreUniform(int bound) {
    RandomStream stream = RandomStream.of(5, "uniform", String.valueOf(bound));
    int[] counts = new int[bound];
    for (int i = 0; i < 2000 * bound; i++) {
      counts[stream.nextInt(bound)]++;
    }
    assertUniform(counts);
  }

  /** With a bound of 3·2^29, taking the remainder or the high bits unrejected would show. */
  @Test
  void largeBoundsHaveNoBias() {
    int bound = 3 << 29;
    RandomStream stream = RandomStream.of(5, "bias");
    int[] counts = new int[6];
    int[] residues = new int[3];
    for (int i = 0; i < 60_000; i++) {
      int value = stream.nextInt(bound);
      counts[value / (1 << 28)]++;
      residues[value % 3]++;
    }
    assertUniform(counts);
    assertUniform(residues);
  }

  @Test
  void boundMustBePositive() {
    RandomStream stream = RandomStream.of(5, "bound");
    assertThatIllegalArgumentException().isThrownBy(() -> stream.nextInt(0));
    assertThatIllegalArgumentException().isThrownBy(() -> stream.nextInt(-3));
    assertThat(stream.nextInt(1)).isZero();
  }

  @Test
  void everyOrderIsEquallyLikely() {
    RandomStream stream = RandomStream.of(9, "orders");
    int[] counts = new int[256];
    for (int i = 0; i < 48_000; i++) {
      int[] values = {0, 1, 2, 3};
      stream.shuffle(values);
      counts[values[0] * 64 + values[1] * 16 + values[2] * 4 + values[3]]++;
    }
    int[] seen = IntStream.of(counts).filter(count -> count > 0).toArray();
    assertThat(seen).hasSize(24);
    assertUniform(seen);
  }

  @Test
  void gaussianHasTheMomentsOfTheNormalDistribution() {
    RandomStream stream = RandomStream.of(11, "normal");
    int draws = 200_000;
    double[] moments = new double[5];
    int beyondTwo = 0;
    for (int i = 0; i < draws; i++) {
      double value = stream.nextGaussian();
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(value, power) / draws;
      }
      beyondTwo += Math.abs(value) > 2 ? 1 : 0;
    }
    // Four standard errors each: the variances of x, x^2, x^3, x^4 are 1, 2, 15, 96.
    double error = 4 / Math.sqrt(draws);
    assertThat(moments[1]).isCloseTo(0, within(error));
    assertThat(moments[2]).isCloseTo(1, within(error * Math.sqrt(2)));
    assertThat(moments[3]).isCloseTo(0, within(error * Math.sqrt(15)));
    assertThat(moments[4]).isCloseTo(3, within(error * Math.sqrt(96)));
    assertThat((double) beyondTwo / draws).isCloseTo(0.0455, within(error * 0.21));
  }

  @Property(tries = 100)
  void floatsAreTheUpperBitsOfTheNextNumber(@ForAll long seed) {
    RandomStream numbers = RandomStream.of(seed, "floats");
    RandomStream floats = RandomStream.of(seed, "floats");
    for (int i = 0; i < 50; i++) {
      assertThat(floats.nextFloat())
          .isEqualTo((numbers.nextInt() >>> 8) * 0x1.0p-24f)
          .isBetween(0f, 0x1.fffffep-1f);
    }
  }

  private static int first(long seed, String... name) {
    return RandomStream.of(seed, name).nextInt();
  }

  /** Chi-square against equal probabilities, within four standard deviations of its mean. */
  private static void assertUniform(int[] counts) {
    double expected = IntStream.of(counts).sum() / (double) counts.length;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    int freedom = counts.length - 1;
    assertThat(chiSquare).isLessThan(freedom + 4 * Math.sqrt(2.0 * freedom));
  }
}
