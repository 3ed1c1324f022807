package io.github.trunkrepro.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuTest {
  @ParameterizedTest
  @CsvSource({
    "fpu avx2 fma, false",
    "fpu pti        vmmcall fma avx2 fma, false",
    "fpu avx2, true",
    "fpu fma avx2vnni, true",
    "'', true"
  })
  void findsTheFeaturesOfThePortableSettingAmongTheFlags(String flags, boolean lacks) {
    assertThat(Cpu.lacksAvx2(flags)).isEqualTo(lacks);
  }
}
