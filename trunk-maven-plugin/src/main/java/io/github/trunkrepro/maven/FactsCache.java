package io.github.trunkrepro.maven;

import com.fasterxml.jackson.core.JacksonException;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fork.ForkFacts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a fork saw of machine and engine, kept under a key of all that it could see: the class path,
 * the natives, the JDK, the environment that it gets, the CPU, cores, memory, kernel and NVIDIA's
 * driver. Files count by their {@link FileStamps}. Free disk is no part of it: it is looked at each
 * time.
 */
final class FactsCache {
  private static final List<Path> MACHINE =
      List.of(
          Path.of("/proc/cpuinfo"),
          Path.of("/proc/driver/nvidia/version"),
          Path.of("/etc/os-release"),
          Path.of("/proc/self/cgroup"));
  private static final List<Path> DRIVER =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/libnvidia-ml.so.1"),
          Path.of("/usr/lib64/libnvidia-ml.so.1"),
          Path.of("/usr/lib/libnvidia-ml.so.1"),
          Path.of("/usr/lib/wsl/lib/libnvidia-ml.so.1"));

  private final Path file;

  private FactsCache(Path file) {
    this.file = file;
  }

  /** Makes ready to read; the first time in a JVM it takes a tenth of a second. */
  static void prepare() {
    // The mapper keeps what a reader finds out of the records.
    Json.mapper().readerFor(ForkFacts.class);
  }

  /**
   * The place of a request's facts.
   *
   * @param folder of all caches
   * @param natives folder into which natives are unpacked
   */
  static FactsCache of(ForkRequest request, Path folder, Path natives) throws IOException {
    StringBuilder key = new StringBuilder();
    // All that the recipe has to say to the engine stands in the environment.
    key.append(new TreeMap<>(request.environment())).append(request.jvmArguments());
    for (Path entry : request.classPath()) {
      key.append(FileStamps.stamp(entry));
    }
    key.append(FileStamps.stamp(request.java()))
        .append(FileStamps.stamp(request.java().resolveSibling("../release")));
    key.append(Digests.sha256(CanonicalJson.bytes(request.run().engine())));
    key.append(stamps(natives));
    if (request.run().engine().installed().isPresent()) {
      key.append(stamps(Path.of(request.run().engine().installed().get().path())));
    }
    for (Path path : MACHINE) {
      key.append(content(path));
    }
    for (Path path : DRIVER) {
      key.append(FileStamps.stamp(path));
    }
    key.append(System.getProperty("os.version")).append(Runtime.getRuntime().availableProcessors());
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean machine) {
      key.append(machine.getTotalMemorySize());
    }
    String digest = Digests.sha256(key.toString().getBytes(StandardCharsets.UTF_8));
    return new FactsCache(folder.resolve("environment").resolve(digest + ".json"));
  }

  /** What was seen before; empty if nothing was, or it cannot be read. */
  Optional<ForkFacts> find() throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.mapper().readValue(Files.readAllBytes(file), ForkFacts.class));
    } catch (JacksonException damaged) {
      return Optional.empty();
    }
  }

  /** Keeps what was seen; an engine that did not start is looked at again each time. */
  void store(ForkFacts facts) throws IOException {
    if (facts.engine().isPresent()) {
      byte[] json = Json.mapper().writeValueAsBytes(facts);
      try {
        AtomicFiles.write(file, json);
      } catch (UserException e) {
        // Looking again the next time serves as well; who needs the cache will tell that it is
        // full.
      }
    }
  }

  private static String stamps(Path folder) throws IOException {
    StringBuilder stamps = new StringBuilder();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted().toList()) {
          stamps.append(FileStamps.stamp(file));
        }
      }
    }
    return stamps.toString();
  }

  /** Frequencies, which change all the time, are left out. */
  private static String content(Path path) throws IOException {
    if (!Files.isReadable(path)) {
      return path + " missing\n";
    }
    try (Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> !line.startsWith("cpu MHz")).toList() + "\n";
    }
  }
}
