package io.github.trunkrepro.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.trunkrepro.runtime.network.DropoutSite;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutMaskTest {
  private static final int IMAGES = 300;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.25, 0.75, 0.0625, 0.2, 0.1, 0.9, 1 / 3.0, 0.001})
  void dropsItsShareAndScalesTheRest(double p) {
    DropoutSite site = site(p);
    float[] mask = draw(site, RandomStream.of(1, "mask"));

    assertThat(mask).containsOnly(0f, (float) (1 / (1 - p)));
    double standardError = Math.sqrt(p * (1 - p) / mask.length);
    assertThat(dropped(mask)).isCloseTo(p, within(4 * standardError + 1.0 / 65536));
  }

  /** Neighbours and values that share a random number must not know of each other. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.25, 0.1})
  void valuesAreIndependentAtEveryDistance(double p) {
    float[] mask = draw(site(p), RandomStream.of(1, "mask"));
    for (int distance = 1; distance <= 4096; distance *= 2) {
      int both = 0;
      int pairs = mask.length - distance;
      for (int i = 0; i < pairs; i++) {
        both += mask[i] == 0 && mask[i + distance] == 0 ? 1 : 0;
      }
      double standardError = Math.sqrt(p * p * (1 - p * p) / pairs);
      assertThat((double) both / pairs)
          .as("distance %d", distance)
          .isCloseTo(p * p, within(6 * standardError));
    }
  }

  @Test
  void aSmallerBatchHasTheSameFirstMasks() {
    DropoutSite site = site(0.5);
    ByteBuffer small = Batch.allocate(site.values() * Float.BYTES);
    new DropoutMask(site).fill(small, 1, RandomStream.of(1, "mask"));
    float[] large = draw(site, RandomStream.of(1, "mask"));

    for (int i = 0; i < site.values(); i++) {
      assertThat(small.getFloat(i * Float.BYTES)).isEqualTo(large[i]);
    }
  }

  /** Which bits decide which value is part of every key: another way needs a new key version. */
  @ParameterizedTest
  @CsvSource({"0.5, 1, 1", "0.25, 2, 1", "0.75, 2, 3", "0.0625, 4, 1", "0.1, 16, 6554"})
  void valuesOfAPieceShareItsNumbers(double p, int bits, int threshold) {
    int[] numbers = new int[2048 * bits / 32];
    RandomStream.of(1, "mask").nextInts(numbers);
    float[] mask = draw(site(p), RandomStream.of(1, "mask"));

    for (int i = 0; i < 2048; i++) {
      int shift = i / numbers.length * bits;
      boolean dropped = (numbers[i % numbers.length] >>> shift & (1 << bits) - 1) < threshold;
      assertThat(mask[i]).isEqualTo(dropped ? 0 : (float) (1 / (1 - p)));
    }
  }

  @Test
  void anotherStreamGivesAnotherMask() {
    assertThat(draw(site(0.5), RandomStream.of(1, "a")))
        .isNotEqualTo(draw(site(0.5), RandomStream.of(1, "b")));
  }

  private static DropoutSite site(double p) {
    return new DropoutSite("features.1", p, List.of(3, 11, 17));
  }

  private static float[] draw(DropoutSite site, RandomStream stream) {
    ByteBuffer memory = Batch.allocate(IMAGES * site.values() * Float.BYTES);
    new DropoutMask(site).fill(memory, IMAGES, stream);
    float[] values = new float[IMAGES * site.values()];
    memory.asFloatBuffer().get(values);
    return values;
  }

  private static double dropped(float[] mask) {
    int count = 0;
    for (float value : mask) {
      count += value == 0 ? 1 : 0;
    }
    return (double) count / mask.length;
  }
}
