package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.environment.MachineFacts.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out what this process runs on. Nothing here fails: what the machine hides stays unknown.
 */
public final class Machine {
  private static final String MACHINE = "the machine";
  private static final Pattern MEM_TOTAL = Pattern.compile("MemTotal:\\s+(\\d{1,15}) kB");
  private static final Pattern AFFINITY = Pattern.compile("Cpus_allowed_list:\\s*(\\S+)");
  private static final Pattern DRIVER =
      Pattern.compile("NVRM version:.*?\\s(\\d+\\.\\d+(?:\\.\\d+)?)\\s.*");

  private final SystemFiles files;
  private final SystemReport report;

  Machine(SystemFiles files, SystemReport report) {
    this.files = files;
    this.report = report;
  }

  /**
   * Facts of this machine and this process; may take some seconds, as when a driver does not
   * answer.
   *
   * @param outputFolder where results are written; need not exist
   */
  public static MachineFacts read(Path outputFolder) {
    SystemFiles files = new SystemFiles(Path.of("/"));
    return new Machine(files, SystemReport.read()).facts(outputFolder, Nvml.read());
  }

  MachineFacts facts(Path outputFolder, GpuFacts gpus) {
    CpuInfo cpu = new CpuInfo(files);
    SortedSet<String> features = cpu.features();
    return new MachineFacts(
        report.java(),
        report.javaHome(),
        report.os(),
        report.osVersion(),
        report.kernel(),
        Libc.read(files),
        report.arch(),
        cpu.model().orElse(report.cpu()),
        features.isEmpty() ? report.cpuFeatures() : features,
        cores(),
        memory(),
        free(outputFolder),
        withDriver(gpus));
  }

  /** Cores that this process may use: the least of what anyone allows. */
  Limit cores() {
    List<Limit> limits = new ArrayList<>();
    files
        .text("/sys/devices/system/cpu/online")
        .flatMap(ProcessorList::count)
        .or(() -> Optional.of((long) report.processors()))
        .filter(count -> count > 0)
        .ifPresent(count -> limits.add(new Limit(count, MACHINE)));
    limits.addAll(new ControlGroups(files).cores());
    find(AFFINITY, "/proc/self/status")
        .flatMap(ProcessorList::count)
        .ifPresent(count -> limits.add(new Limit(count, "the process's affinity")));
    limits.add(new Limit(report.available(), "the JDK"));
    return smallest(limits);
  }

  /** Bytes that this process may use: the least of what anyone allows. */
  Limit memory() {
    List<Limit> limits = new ArrayList<>();
    find(MEM_TOTAL, "/proc/meminfo")
        .map(kibibytes -> Long.parseLong(kibibytes) * 1024)
        .or(() -> Optional.of(report.physical()))
        .filter(bytes -> bytes > 0)
        .ifPresent(bytes -> limits.add(new Limit(bytes, MACHINE)));
    limits.addAll(new ControlGroups(files).memory());
    limits.add(new Limit(report.total(), "the JDK"));
    return smallest(limits);
  }

  /** The first of the smallest, so that who limits nothing is not named. */
  private static Limit smallest(List<Limit> limits) {
    return limits.stream()
        .filter(limit -> limit.value() > 0)
        .min(Comparator.comparingLong(Limit::value))
        .orElse(new Limit(0, "nobody: unknown"));
  }

  /** Bytes that may be written where the folder is or will be; 0 if nobody can tell. */
  static long free(Path folder) {
    Path existing = folder.toAbsolutePath().normalize();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      return existing == null ? 0 : Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The driver may be there without the library, as in a container. */
  private GpuFacts withDriver(GpuFacts gpus) {
    return gpus.unavailable().isEmpty()
        ? gpus
        : find(DRIVER, "/proc/driver/nvidia/version")
            .map(driver -> new GpuFacts(gpus.unavailable(), driver, "", List.of()))
            .orElse(gpus);
  }

  /** The first line that matches, or rather its group 1. */
  private Optional<String> find(Pattern pattern, String path) {
    return files.lines(path).stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }
}
