package io.github.trunkrepro.runtime.environment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a platform had when it was locked: sections of names and values, all sorted.
 *
 * @param sections {@code artifacts}, {@code natives}, {@code switches}, {@code machine}
 */
public record LockEntry(SortedMap<String, SortedMap<String, String>> sections) {
  /** Artifacts that train, as {@code groupId:artifactId[:classifier]:version}, with SHA-256. */
  static final String ARTIFACTS = "artifacts";

  private static final String NATIVES = "natives";
  private static final String SWITCHES = "switches";
  private static final String MACHINE = "machine";

  /** An entry with a copy of the map. */
  public LockEntry {
    SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
    sections.forEach((name, section) -> copy.put(name, new TreeMap<>(section)));
    sections = copy;
  }

  /** SHA-256 of the native libraries by name. */
  public SortedMap<String, String> natives() {
    return sections.getOrDefault(NATIVES, new TreeMap<>());
  }

  /** One value that is not as it was locked; an absent one is empty. */
  record Difference(String section, String name, String locked, String now) {}

  /** What is to be locked: all that decides bits, and nothing else. */
  public static LockEntry of(
      EngineFacts engine, DependencyFacts dependencies, Map<String, String> pinned) {
    SortedMap<String, String> artifacts = new TreeMap<>();
    for (DependencyFacts.Artifact artifact : dependencies.resolved()) {
      artifact
          .sha256()
          .ifPresent(sha256 -> artifacts.put(artifact.id() + ":" + artifact.version(), sha256));
    }
    SortedMap<String, String> natives = new TreeMap<>();
    engine.libraries().forEach(library -> natives.put(library.name(), library.sha256()));
    SortedMap<String, String> machine = new TreeMap<>();
    machine.put("device", engine.device());
    machine.put("flavor", engine.flavor());
    machine.put("probe", engine.probe());
    SortedMap<String, SortedMap<String, String>> sections = new TreeMap<>();
    sections.put(ARTIFACTS, artifacts);
    sections.put(NATIVES, natives);
    sections.put(SWITCHES, switches(pinned));
    sections.put(MACHINE, machine);
    return new LockEntry(sections);
  }

  /** The pinned variables but for DJL's, which name folders and change no bits. */
  private static SortedMap<String, String> switches(Map<String, String> pinned) {
    SortedMap<String, String> switches = new TreeMap<>(pinned);
    switches
        .keySet()
        .removeIf(name -> !VariablesRule.isKnown(name) || name.matches("DJL_.*|.*_DIR"));
    return switches;
  }

  /** The values that differ, sorted. */
  List<Difference> differences(LockEntry now) {
    List<Difference> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(sections.keySet());
    names.addAll(now.sections.keySet());
    for (String section : names) {
      Map<String, String> before = sections.getOrDefault(section, new TreeMap<>());
      Map<String, String> after = now.sections.getOrDefault(section, new TreeMap<>());
      Map<String, String> all = new LinkedHashMap<>(new TreeMap<>(before));
      after.forEach(all::putIfAbsent);
      for (String name : new TreeSet<>(all.keySet())) {
        if (!Objects.equals(before.get(name), after.get(name))) {
          differences.add(
              new Difference(
                  section, name, before.getOrDefault(name, ""), after.getOrDefault(name, "")));
        }
      }
    }
    return differences;
  }
}
