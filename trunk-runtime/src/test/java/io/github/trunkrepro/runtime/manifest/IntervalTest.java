package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against scipy 1.17: {@code binomtest(k, n).proportion_ci(method="wilson")}. */
class IntervalTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.000000, 0.793451",
    "1, 1, 0.206549, 1.000000",
    "0, 10, 0.000000, 0.277533",
    "5, 10, 0.236593, 0.763407",
    "9, 10, 0.595850, 0.982124",
    "15982, 18800, 0.844932, 0.855138",
    "2151, 2400, 0.883410, 0.907823",
    "3, 500, 0.002043, 0.017490",
    "18800, 18800, 0.999796, 1.000000"
  })
  void isWhatScipySays(long correct, long images, BigDecimal low, BigDecimal high) {
    Interval interval = Interval.of(Accuracy.of(correct, images));
    assertThat(interval.low()).isEqualByComparingTo(low);
    assertThat(interval.high()).isEqualByComparingTo(high);
  }
}
