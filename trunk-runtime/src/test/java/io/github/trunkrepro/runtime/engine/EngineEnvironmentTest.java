package io.github.trunkrepro.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EngineEnvironmentTest {
  private static Map<String, String> variables(DeterminismSpec.Instructions instructions) {
    return EngineEnvironment.variables(
        new DeterminismSpec(DeterminismSpec.Tier.BITWISE, 3, instructions), Path.of("cache"));
  }

  @Test
  void portableSettingPinsInstructionsOnX86() {
    Assumptions.assumeTrue(
        List.of("amd64", "x86_64").contains(System.getProperty("os.arch")), "pins are for x86-64");
    assertThat(variables(DeterminismSpec.Instructions.PORTABLE))
        .containsEntry("ATEN_CPU_CAPABILITY", "avx2")
        .containsEntry("ONEDNN_MAX_CPU_ISA", "AVX2")
        .containsEntry("MKL_CBWR", "COMPATIBLE");
    assertThat(variables(DeterminismSpec.Instructions.NATIVE))
        .doesNotContainKeys("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_CBWR");
  }

  @Test
  void threadsAreThoseOfTheRecipe() {
    assertThat(variables(DeterminismSpec.Instructions.NATIVE))
        .containsEntry("OMP_NUM_THREADS", "3")
        .containsEntry("MKL_NUM_THREADS", "3")
        .containsEntry("ENGINE_CACHE_DIR", "cache")
        .containsEntry("OPT_OUT_TRACKING", "true");
  }

  @Test
  void allocatorKeepsLargeBlocksOnLinux() {
    Assumptions.assumeTrue(System.getProperty("os.name").startsWith("Linux"));
    assertThat(variables(DeterminismSpec.Instructions.PORTABLE))
        .containsEntry("GOMP_SPINCOUNT", "10000")
        .containsEntry("MALLOC_ARENA_MAX", "1")
        .containsEntry("MALLOC_MMAP_THRESHOLD_", "1073741824");
  }

  @Test
  void nativeAccessIsAskedForWhereTheJdkKnowsIt() {
    String argument = "--enable-native-access=ALL-UNNAMED";
    assertThat(EngineEnvironment.jvmArguments(17)).doesNotContain(argument);
    assertThat(EngineEnvironment.jvmArguments(25)).contains(argument);
  }
}
