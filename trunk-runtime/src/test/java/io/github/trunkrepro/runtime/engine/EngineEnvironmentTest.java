package io.github.trunkrepro.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  void cudaIsPinnedWhereItIsAskedFor() {
    assertThat(variables(EngineSpec.DeviceChoice.CUDA, Map.of()))
        .containsEntry("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        .containsEntry("NVIDIA_TF32_OVERRIDE", "0");
    assertThat(variables(EngineSpec.DeviceChoice.CPU, Map.of()))
        .doesNotContainKeys("CUBLAS_WORKSPACE_CONFIG", "NVIDIA_TF32_OVERRIDE");
  }

  @Test
  void declaredVariablesAreHandedOnButForThosePinned() {
    assertThat(variables(EngineSpec.DeviceChoice.CPU, Map.of("CUDA_VISIBLE_DEVICES", "1")))
        .containsEntry("CUDA_VISIBLE_DEVICES", "1");
    assertThatThrownBy(() -> variables(EngineSpec.DeviceChoice.CPU, Map.of("OMP_NUM_THREADS", "8")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "environment.variables.OMP_NUM_THREADS: expected nothing, or 3, to which it is pinned,"
                + " found 8");
  }

  private static Map<String, String> variables(
      EngineSpec.DeviceChoice device, Map<String, String> declared) {
    return EngineEnvironment.variables(
        new DeterminismSpec(DeterminismSpec.Tier.BITWISE, 3, DeterminismSpec.Instructions.PORTABLE),
        new EngineSpec(device, Optional.empty(), declared),
        Path.of("cache"));
  }

  @Test
  void nativeAccessIsAskedForWhereTheJdkKnowsIt() {
    String argument = "--enable-native-access=ALL-UNNAMED";
    assertThat(EngineEnvironment.jvmArguments(17)).doesNotContain(argument);
    assertThat(EngineEnvironment.jvmArguments(25)).contains(argument);
  }
}
