package io.github.trunkrepro.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.document.YamlReader;
import io.github.trunkrepro.runtime.engine.EngineSpec.DeviceChoice;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec.Level;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentSchemaTest {
  @Test
  void readsAllOfItWithItsPlaces() {
    EnvironmentSpec spec =
        read(
            """
            device: cuda
            pytorch: "2.7.1"
            djl: "[0.35,0.37)"
            java: "[17,26)"
            os: linux
            arch: x86_64
            cpu: {features: [avx2, fma], threads: 2}
            memory: 8 GiB
            disk: 500 MB
            cuda: "[12.4,12.5)"
            driver: "[550,)"
            gpu: {name: A100|H100, count: 2, memory: 40 GiB, computeCapability: "[8.0,)"}
            nativeLibrary:
              path: /opt/libtorch/lib
              version: 2.7.1
              flavor: cu128
              sha256:
                libtorch.so: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
            variables: {CUDA_VISIBLE_DEVICES: "0"}
            rules: {unused-dependency: warn, lock: off}
            """);
    assertThat(spec.device()).contains(new Declared<>(DeviceChoice.CUDA, "test.yaml:1:9"));
    assertThat(spec.java())
        .contains(new Declared<>(VersionRange.parse("[17,26)"), "test.yaml:4:7"));
    assertThat(spec.cpuFeatures().orElseThrow().value()).containsExactly("avx2", "fma");
    assertThat(spec.cpuThreads().orElseThrow().value()).isEqualTo(2);
    assertThat(spec.memory().orElseThrow().value()).isEqualTo(8L << 30);
    assertThat(spec.disk().orElseThrow().value()).isEqualTo(500_000_000);
    assertThat(spec.gpu().orElseThrow().value())
        .isEqualTo(
            new EnvironmentSpec.GpuSpec(
                Optional.of("A100|H100"),
                2,
                Optional.of(40L << 30),
                Optional.of(VersionRange.parse("[8.0,)"))));
    assertThat(spec.nativeLibrary().orElseThrow().value().sha256()).containsOnlyKeys("libtorch.so");
    assertThat(spec.variables().get("CUDA_VISIBLE_DEVICES").value()).isEqualTo("0");
    assertThat(spec.levels()).containsEntry("unused-dependency", Level.WARN);
    assertThat(spec.levels()).containsEntry("lock", Level.OFF);
  }

  @Test
  void featuresMayBeNamesWithCommas() {
    assertThat(read("cpu: {features: 'avx2, fma'}").cpuFeatures().orElseThrow().value())
        .isEqualTo(List.of("avx2", "fma"));
  }

  @Test
  void nothingIsDeclaredByAnEmptyMap() {
    assertThat(read("{}")).isEqualTo(EnvironmentSpec.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "device: gpu | 1:9 device: expected one of cpu, cuda, auto, found \"gpu\"",
        "java: newest | 1:7 java: expected a version (2.7.1) or a range ([17,26)), found \"newest\"",
        "java: '[26,17)' | 1:7 java: expected a version",
        "memory: 8 GB of it | 1:9 memory: expected a whole number and one of MiB, GiB",
        "memory: 8 | 1:9 memory: expected a whole number and one of MiB, GiB",
        "cpu: {threads: 0} | 1:16 cpu.threads: expected a whole number from 1, found 0",
        "gpu: {name: '['} | 1:13 gpu.name: expected a regular expression, found \"[\" (Unclosed",
        "rules: {unused: warn} | unknown key \"unused\"",
        "rules: {lock: maybe} | 1:15 rules.lock: expected one of error, warn, off",
        "nativeLibrary: {path: /opt} | nativeLibrary: \"version\" is missing",
        "devize: cpu | unknown key \"devize\"; allowed here: device",
        "cpu: many | 1:6 cpu: expected a map, found \"many\"",
      })
  void tellsEachMistakeWithItsPlace(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message.replaceFirst("^(\\d+:\\d+) ", "test.yaml:$1  "));
  }

  @Test
  void tellsAllMistakesAtOnce() {
    assertThatThrownBy(() -> read("device: gpu\njava: x\nos: beos\n"))
        .hasMessageContaining("3 mistakes")
        .hasMessageContaining("test.yaml:1:9")
        .hasMessageContaining("test.yaml:2:7")
        .hasMessageContaining("test.yaml:3:5");
  }

  private static EnvironmentSpec read(String yaml) {
    Problems problems = new Problems("test.yaml");
    return EnvironmentSchema.read(YamlReader.parse(yaml, "test.yaml", problems), "test.yaml");
  }
}
