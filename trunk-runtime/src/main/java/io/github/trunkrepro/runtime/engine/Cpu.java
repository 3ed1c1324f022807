package io.github.trunkrepro.runtime.engine;

import io.github.trunkrepro.runtime.document.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The CPU, as far as the system tells. */
final class Cpu {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Set<String> IDENTITY =
      Set.of("vendor_id", "model name", "flags", "CPU implementer", "CPU part", "Features");

  private Cpu() {}

  /** A word that is the same on CPUs that the system calls the same with the same features. */
  static String name() {
    Map<String, String> first = first();
    if (first.isEmpty()) {
      String windows = System.getenv("PROCESSOR_IDENTIFIER");
      return word(windows == null ? System.getProperty("os.arch") : windows);
    }
    first.keySet().retainAll(IDENTITY);
    String digest = Digests.sha256(first.toString().getBytes(StandardCharsets.UTF_8));
    return word(first.getOrDefault("model name", "cpu")) + "-" + digest.substring(0, 8);
  }

  /** Whether the CPU lacks what the portable setting computes with; false where nobody can tell. */
  static boolean lacksAvx2() {
    String flags = first().get("flags");
    return flags != null && lacksAvx2(flags);
  }

  /** Hypervisors that hide a feature leave blanks in its place, so that words may be empty. */
  static boolean lacksAvx2(String flags) {
    return !List.of(flags.split(" ")).containsAll(List.of("avx2", "fma"));
  }

  private static String word(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }

  /** Properties of the first processor; empty where there is no such file. */
  private static Map<String, String> first() {
    Map<String, String> properties = new LinkedHashMap<>();
    if (!Files.isReadable(CPUINFO)) {
      return properties;
    }
    try {
      for (String line : Files.readAllLines(CPUINFO)) {
        int colon = line.indexOf(':');
        if (colon >= 0) {
          properties.putIfAbsent(
              line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        } else if (!properties.isEmpty()) {
          break;
        }
      }
    } catch (IOException e) {
      properties.clear();
    }
    return properties;
  }
}
