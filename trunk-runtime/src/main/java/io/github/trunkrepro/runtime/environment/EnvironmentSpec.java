package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.engine.EngineSpec.DeviceChoice;
import io.github.trunkrepro.runtime.engine.InstalledPyTorch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The environment that a user declares, in the recipe or in the plugin's configuration. What is
 * absent is not checked.
 *
 * @param device what computes
 * @param pytorch version of the native library, as in {@code 2.7.1}
 * @param djl version of the engine
 * @param java version of the JDK that trains
 * @param os {@code linux}, {@code osx} or {@code win}
 * @param arch {@code x86_64} or {@code aarch64}
 * @param cpuFeatures as {@code /proc/cpuinfo} names them
 * @param cpuThreads cores that the process may use, at least
 * @param memory bytes that the process may use, at least
 * @param disk free bytes where results are written, at least
 * @param cuda CUDA runtime that the native library is built for
 * @param driver version of NVIDIA's driver
 * @param nativeLibrary a PyTorch that stands on the machine; absent: natives come from dependencies
 * @param variables environment variables that the training process gets, and the caller may set
 * @param levels of rules, by the rule's name; absent: error
 */
public record EnvironmentSpec(
    Optional<Declared<DeviceChoice>> device,
    Optional<Declared<VersionRange>> pytorch,
    Optional<Declared<VersionRange>> djl,
    Optional<Declared<VersionRange>> java,
    Optional<Declared<String>> os,
    Optional<Declared<String>> arch,
    Optional<Declared<List<String>>> cpuFeatures,
    Optional<Declared<Integer>> cpuThreads,
    Optional<Declared<Long>> memory,
    Optional<Declared<Long>> disk,
    Optional<Declared<VersionRange>> cuda,
    Optional<Declared<VersionRange>> driver,
    Optional<Declared<GpuSpec>> gpu,
    Optional<Declared<InstalledPyTorch>> nativeLibrary,
    Map<String, Declared<String>> variables,
    Map<String, Level> levels) {

  /** Nothing declared. */
  public static final EnvironmentSpec NONE =
      new EnvironmentSpec(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Map.of());

  /** A specification with copies of the collections. */
  public EnvironmentSpec {
    variables = Map.copyOf(variables);
    levels = Map.copyOf(levels);
  }

  /** Which engine this asks for. Without a device, the CPU. */
  public EngineSpec engine() {
    return new EngineSpec(
        device.map(Declared::value).orElse(DeviceChoice.CPU),
        nativeLibrary.map(Declared::value),
        variables.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, variable -> variable.getValue().value())));
  }

  /** What a rule's violations do. */
  public enum Level {
    ERROR,
    WARN,
    OFF
  }

  /**
   * Graphics processors.
   *
   * @param name regular expression of which a part of the name must match
   * @param count at least so many that fit
   * @param memory of each, bytes, at least
   * @param computeCapability of each, as in {@code 8.0}
   */
  public record GpuSpec(
      Optional<String> name,
      int count,
      Optional<Long> memory,
      Optional<VersionRange> computeCapability) {}
}
