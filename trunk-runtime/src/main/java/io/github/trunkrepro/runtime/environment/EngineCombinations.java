package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.engine.EngineSpec.DeviceChoice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which versions of DJL's engine, of its native library (JNI) and of PyTorch fit each other, and
 * which flavours of PyTorch there are. Source: the metadata of {@code
 * ai.djl.pytorch:pytorch-engine}, {@code pytorch-jni} and {@code pytorch-native-*} on Maven
 * Central, November 2026. Earlier versions lack operators that training calls.
 */
final class EngineCombinations {

  /** Versions of DJL by the version of PyTorch that their JNI is published for. */
  private static final Map<String, List<String>> DJL_BY_PYTORCH =
      new TreeMap<>(
          Map.of(
              "2.7.1", List.of("0.34.0", "0.35.0", "0.35.1", "0.36.0"),
              "2.5.1", List.of("0.32.0", "0.33.0"),
              "2.4.0", List.of("0.30.0"),
              "2.3.1", List.of("0.29.0"),
              "2.3.0", List.of("0.28.0"),
              "2.2.2", List.of("0.28.0"),
              "2.1.1", List.of("0.26.0", "0.27.0")));

  private static final Map<String, List<String>> FLAVORS_BY_PYTORCH =
      Map.of(
          "2.7.1", List.of("cpu"),
          "2.5.1", List.of("cpu", "cu124"),
          "2.4.0", List.of("cpu", "cu124"),
          "2.3.1", List.of("cpu", "cu121"),
          "2.3.0", List.of("cpu", "cu121"),
          "2.2.2", List.of("cpu", "cu121"),
          "2.1.1", List.of("cpu", "cu121"));

  private EngineCombinations() {}

  /** Whether a JNI for these two is published. */
  static boolean fit(String djl, String pytorch) {
    return DJL_BY_PYTORCH.getOrDefault(pytorch, List.of()).contains(djl);
  }

  /** Whether some published combination lies in both ranges, with CUDA from dependencies or not. */
  static boolean isPossible(EnvironmentSpec spec) {
    boolean cuda = spec.device().filter(device -> device.value() == DeviceChoice.CUDA).isPresent();
    boolean needsFlavor = cuda && spec.nativeLibrary().isEmpty();
    return DJL_BY_PYTORCH.entrySet().stream()
        .filter(entry -> contains(spec.pytorch(), entry.getKey()))
        .filter(entry -> !needsFlavor || hasFlavor(entry.getKey(), spec))
        .flatMap(entry -> entry.getValue().stream())
        .anyMatch(djl -> contains(spec.djl(), djl));
  }

  private static boolean hasFlavor(String pytorch, EnvironmentSpec spec) {
    return FLAVORS_BY_PYTORCH.get(pytorch).stream()
        .filter(flavor -> flavor.startsWith("cu"))
        .anyMatch(flavor -> contains(spec.cuda(), cudaVersion(flavor)));
  }

  private static boolean contains(
      java.util.Optional<Declared<VersionRange>> range, String version) {
    return range.map(declared -> declared.value().contains(version)).orElse(true);
  }

  /** The CUDA runtime of a flavour: {@code cu124} is 12.4. */
  static String cudaVersion(String flavor) {
    String digits = flavor.substring("cu".length());
    int minor = digits.length() - 1;
    return digits.substring(0, minor) + "." + digits.substring(minor);
  }

  /** All combinations, a line each. */
  static String text() {
    return DJL_BY_PYTORCH.entrySet().stream()
        .map(
            entry ->
                "PyTorch "
                    + entry.getKey()
                    + " ("
                    + String.join(", ", FLAVORS_BY_PYTORCH.get(entry.getKey()))
                    + ") with DJL "
                    + String.join(", ", entry.getValue()))
        .collect(Collectors.joining("; "));
  }
}
