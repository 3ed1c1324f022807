package io.github.trunkrepro.runtime.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimingTest {

  @Test
  void quantilesLieLinearlyBetweenNeighbours() {
    assertThat(Timing.of(4, 1, 3, 2, 5)).isEqualTo(new Timing(3, 2, 4));
    assertThat(Timing.of(10, 20)).isEqualTo(new Timing(15, 12.5, 17.5));
    assertThat(Timing.of(7)).isEqualTo(new Timing(7, 7, 7));
  }

  @Test
  void textHasTheMiddleHalf() {
    assertThat(Timing.of(10, 20).text(2)).isEqualTo("15.00 (12.50 - 17.50)");
  }
}
