package io.github.trunkrepro.runtime.engine;

import io.github.trunkrepro.runtime.document.Digests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * All of a machine that may change bits, and nothing else: two runs with the same key are expected
 * to agree bit by bit.
 *
 * @param device {@code cpu}
 * @param os family, lower case
 * @param architecture as in {@code x86_64}
 * @param pytorch version of the native library
 * @param natives digest over the native libraries
 * @param settings instruction level and intra-op threads
 */
public record Platform(
    String device,
    String os,
    String architecture,
    String pytorch,
    String natives,
    String settings) {
  private static final int SHORT_DIGEST = 12;

  static Platform of(DeterminismSpec spec, String pytorch, List<NativeLibrary> natives) {
    String libraries =
        natives.stream()
            .map(library -> library.name() + " " + library.sha256())
            .sorted()
            .collect(Collectors.joining("\n"));
    return new Platform(
        "cpu",
        osFamily(),
        cpuArchitecture(),
        pytorch,
        Digests.sha256(libraries.getBytes(StandardCharsets.UTF_8)).substring(0, SHORT_DIGEST),
        settings(spec));
  }

  /** One line that names the platform, for baselines and cache keys. */
  public String key() {
    return String.join(
        "/", device, os + "-" + architecture, "pytorch-" + pytorch, natives, settings);
  }

  private static String settings(DeterminismSpec spec) {
    // Only x86-64 has pins that make CPUs agree; elsewhere the CPU's own kernels decide.
    String level = EngineEnvironment.pinsInstructions(spec) ? "portable" : "native-" + Cpu.model();
    return level + "-" + spec.threads() + "-threads";
  }

  private static String osFamily() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return "win";
    }
    return name.startsWith("mac") ? "osx" : name;
  }

  private static String cpuArchitecture() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return name.equals("amd64") ? "x86_64" : name;
  }
}
