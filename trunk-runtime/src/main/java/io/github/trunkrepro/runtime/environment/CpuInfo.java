package io.github.trunkrepro.runtime.environment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Linux's {@code /proc/cpuinfo}. */
final class CpuInfo {
  private final List<String[]> properties;

  CpuInfo(SystemFiles files) {
    properties =
        files.lines("/proc/cpuinfo").stream()
            .map(line -> line.strip().split("\\s*:\\s*", 2))
            .filter(sides -> sides.length == 2)
            .toList();
  }

  /** The model; empty where there is none, as on ARM. */
  Optional<String> model() {
    return properties.stream()
        .filter(sides -> sides[0].equals("model name") && !sides[1].isBlank())
        .map(sides -> sides[1])
        .findFirst();
  }

  /**
   * Features that every processor has, in lower case: a process may run on any. A hypervisor that
   * hides one leaves blanks in its place.
   */
  SortedSet<String> features() {
    Optional<SortedSet<String>> common =
        properties.stream()
            .filter(sides -> sides[0].equals("flags") || sides[0].equals("Features"))
            .map(sides -> sides[1].toLowerCase(Locale.ROOT).split("\\s+"))
            .<SortedSet<String>>map(words -> new TreeSet<>(Arrays.asList(words)))
            .reduce(
                (all, one) -> {
                  all.retainAll(one);
                  return all;
                });
    common.ifPresent(features -> features.remove(""));
    return common.orElseGet(TreeSet::new);
  }
}
