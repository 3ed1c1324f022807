package io.github.trunkrepro.runtime.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What SciPy says is in {@link StudyStatisticsTest}. */
class SignedRankTest {
  @Property(tries = 200)
  void withoutTiesSignsAreCountedAsInTheLibrary(
      @ForAll @Size(min = 1, max = 50) Set<@IntRange(min = 1, max = 1000) Integer> sizes,
      @ForAll long signs) {
    double[] differences = sizes.stream().mapToDouble(size -> size / 1000.0).toArray();
    for (int i = 0; i < differences.length; i++) {
      differences[i] *= (signs >> i & 1) == 1 ? -1 : 1;
    }
    assertThat(SignedRank.exact(differences)).isCloseTo(SignedRank.p(differences), within(1e-14));
  }

  @Example
  void fiveSeedsNeverReachFivePercentAndSixCan() {
    assertThat(SignedRank.p(new double[] {4, 4, 4, 4, 4})).isEqualTo(2 / 32.0);
    assertThat(SignedRank.p(new double[] {1, 2, 3, 4, 5})).isEqualTo(2 / 32.0);
    assertThat(SignedRank.p(new double[] {-4, -4, -4, -4, -4, -4})).isEqualTo(2 / 64.0);
  }

  @Example
  void zerosAreLeftOut() {
    assertThat(SignedRank.p(new double[] {0, 3, 0, 3, -9, -0.0}))
        .isEqualTo(SignedRank.p(new double[] {3, 3, -9}));
    assertThat(SignedRank.p(new double[] {0, 0})).isEqualTo(1);
  }
}
