package io.github.trunkrepro.runtime.environment;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.software.os.OperatingSystem;

/**
 * What the JDK and oshi say.
 *
 * @param java version
 * @param osVersion name and version in words
 * @param cpuFeatures in lower case
 * @param processors of the machine
 * @param available processors, as the JDK counts them for this process
 * @param physical memory of the machine in bytes; 0 if unknown
 * @param total memory in bytes, as the JDK counts it for this process
 */
record SystemReport(
    String java,
    String javaHome,
    String os,
    String osVersion,
    String kernel,
    String arch,
    String cpu,
    SortedSet<String> cpuFeatures,
    int processors,
    int available,
    long physical,
    long total) {

  static SystemReport read() {
    Optional<OperatingSystem> system = ask(() -> new SystemInfo().getOperatingSystem());
    Optional<CentralProcessor> cpu = ask(() -> new SystemInfo().getHardware().getProcessor());
    String os = System.getProperty("os.name");
    String version = System.getProperty("os.version");
    return new SystemReport(
        Runtime.version().version().stream().map(String::valueOf).collect(Collectors.joining(".")),
        System.getProperty("java.home"),
        osWord(os),
        system.flatMap(s -> ask(() -> words(s))).orElse(os + " " + version),
        system
            .flatMap(s -> ask(() -> s.getVersionInfo().getBuildNumber()))
            .filter(SystemReport::isKnown)
            .orElse(version),
        archWord(System.getProperty("os.arch")),
        cpu.flatMap(c -> ask(() -> c.getProcessorIdentifier().getName().strip()))
            .filter(SystemReport::isKnown)
            .orElse("unknown"),
        cpu.flatMap(c -> ask(() -> features(c.getFeatureFlags()))).orElseGet(TreeSet::new),
        cpu.flatMap(c -> ask(c::getLogicalProcessorCount)).orElse(0),
        Runtime.getRuntime().availableProcessors(),
        ask(() -> new SystemInfo().getHardware().getMemory().getTotal()).orElse(0L),
        ask(() -> ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class))
            .map(OperatingSystemMXBean::getTotalMemorySize)
            .orElse(0L));
  }

  /** An answer, unless the library that gives it does not work on this system. */
  private static <T> Optional<T> ask(Supplier<T> question) {
    try {
      return Optional.ofNullable(question.get());
    } catch (RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static boolean isKnown(String text) {
    return !text.isBlank() && !text.equalsIgnoreCase("unknown");
  }

  private static String words(OperatingSystem system) {
    OperatingSystem.OSVersionInfo version = system.getVersionInfo();
    StringBuilder words = new StringBuilder(system.getFamily());
    if (version.getVersion() != null && isKnown(version.getVersion())) {
      words.append(' ').append(version.getVersion());
    }
    if (version.getCodeName() != null && isKnown(version.getCodeName())) {
      words.append(" (").append(version.getCodeName()).append(')');
    }
    return words.toString();
  }

  /** The system in the words of an {@link EnvironmentSpec}. */
  static String osWord(String name) {
    if (name.startsWith("Windows")) {
      return "win";
    }
    return switch (name) {
      case "Linux" -> "linux";
      case "Mac OS X", "Darwin" -> "osx";
      default -> name;
    };
  }

  /** The architecture in the words of an {@link EnvironmentSpec}. */
  static String archWord(String name) {
    return switch (name) {
      case "amd64", "x64" -> "x86_64";
      case "arm64" -> "aarch64";
      default -> name;
    };
  }

  /**
   * Names of features, as like {@code /proc/cpuinfo}'s as the system's own allow. oshi gives them
   * as it finds them: {@code flags : fpu vme} (Linux), {@code machdep.cpu.features: FPU SSE4.1} and
   * {@code hw.optional.arm.FEAT_AES: 1} (macOS), {@code PF_AVX2_INSTRUCTIONS_AVAILABLE} (Windows).
   */
  static SortedSet<String> features(List<String> lines) {
    SortedSet<String> features = new TreeSet<>();
    for (String line : lines) {
      String[] sides = line.toLowerCase(Locale.ROOT).strip().split("\\s*:\\s*", 2);
      if (sides.length < 2) {
        features.add(
            sides[0]
                .replaceFirst("^pf_(arm_)?", "")
                .replaceFirst("(_instructions?)?_available$|_enabled$", ""));
      } else if (sides[0].startsWith("hw.optional.")) {
        if (sides[1].equals("1")) {
          features.add(sides[0].replaceFirst("^.*\\.(feat_)?", ""));
        }
      } else {
        features.addAll(Arrays.asList(sides[1].replace('.', '_').split("\\s+")));
      }
    }
    features.remove("");
    return features;
  }
}
