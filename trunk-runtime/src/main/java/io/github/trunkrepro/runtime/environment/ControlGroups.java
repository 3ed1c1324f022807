package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.environment.MachineFacts.Limit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Limits of the control groups (cgroups) that this process is in, of version 1, 2 or both at once.
 * A group's limit holds for all groups below it, so each is read from the process's own group up to
 * the top of what is mounted.
 */
final class ControlGroups {
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  /**
   * A line of {@code /proc/self/cgroup}.
   *
   * @param controllers of version 1; empty for version 2, which has them all
   */
  private record Membership(List<String> controllers, String path) {}

  /**
   * A line of {@code /proc/self/mountinfo}.
   *
   * @param root the group that stands at the mount point
   */
  private record Mount(String root, String point, String type, List<String> options) {}

  /**
   * A group.
   *
   * @param name its path, as the process is told
   */
  private record Group(String folder, String name) {
    Limit limit(String file, long value) {
      return new Limit(value, file + " of the control group " + name);
    }
  }

  private final SystemFiles files;
  private final List<Membership> memberships;
  private final List<Mount> mounts;

  ControlGroups(SystemFiles files) {
    this.files = files;
    memberships =
        files.lines("/proc/self/cgroup").stream()
            .map(line -> line.split(":", 3))
            .filter(fields -> fields.length == 3 && fields[2].startsWith("/"))
            .map(
                fields ->
                    new Membership(fields[1].isEmpty() ? List.of() : words(fields[1]), fields[2]))
            .toList();
    mounts =
        files.lines("/proc/self/mountinfo").stream()
            .map(ControlGroups::mount)
            .flatMap(Optional::stream)
            .toList();
  }

  /** Bytes that each group allows. */
  List<Limit> memory() {
    List<Limit> limits = new ArrayList<>();
    for (Group group : groups("memory")) {
      positive(group, "memory.limit_in_bytes").ifPresent(limits::add);
    }
    for (Group group : groups("")) {
      positive(group, "memory.max").ifPresent(limits::add);
    }
    return limits;
  }

  /** Cores that each group allows: a quota of time rounded up, and the processors of its set. */
  List<Limit> cores() {
    List<Limit> limits = new ArrayList<>();
    for (Group group : groups("cpuset")) {
      processors(group, "cpuset.effective_cpus")
          .or(() -> processors(group, "cpuset.cpus"))
          .ifPresent(limits::add);
    }
    for (Group group : groups("cpu")) {
      String file = "cpu.cfs_quota_us";
      Optional<Long> quota = files.number(group.folder + "/" + file);
      Optional<Long> period = files.number(group.folder + "/cpu.cfs_period_us");
      cores(quota, period).ifPresent(cores -> limits.add(group.limit(file, cores)));
    }
    for (Group group : groups("")) {
      processors(group, "cpuset.cpus.effective").ifPresent(limits::add);
      files
          .text(group.folder + "/cpu.max")
          .map(text -> text.split("\\s+"))
          .filter(fields -> fields.length == 2)
          .flatMap(fields -> cores(SystemFiles.parse(fields[0]), SystemFiles.parse(fields[1])))
          .ifPresent(cores -> limits.add(group.limit("cpu.max", cores)));
    }
    return limits;
  }

  private static Optional<Long> cores(Optional<Long> quota, Optional<Long> period) {
    return quota
        .filter(q -> q > 0)
        .flatMap(q -> period.filter(p -> p > 0).map(p -> (q - 1) / p + 1));
  }

  private Optional<Limit> positive(Group group, String file) {
    return files
        .number(group.folder + "/" + file)
        .filter(value -> value > 0)
        .map(value -> group.limit(file, value));
  }

  private Optional<Limit> processors(Group group, String file) {
    return files
        .text(group.folder + "/" + file)
        .flatMap(ProcessorList::count)
        .map(count -> group.limit(file, count));
  }

  /** The process's group and those above it; of version 2 if no controller is named. */
  private List<Group> groups(String controller) {
    boolean second = controller.isEmpty();
    Optional<Membership> membership =
        memberships.stream()
            .filter(
                member ->
                    second ? member.controllers.isEmpty() : member.controllers.contains(controller))
            .findFirst();
    List<Mount> candidates =
        mounts.stream()
            .filter(
                mount ->
                    second
                        ? mount.type.equals("cgroup2")
                        : mount.type.equals("cgroup") && mount.options.contains(controller))
            .toList();
    // There may be another one somewhere else, say of the host that a container runs on.
    Optional<Mount> mount =
        candidates.stream()
            .filter(candidate -> candidate.point.startsWith("/sys/fs/cgroup"))
            .findFirst()
            .or(() -> candidates.stream().findFirst());
    return membership.flatMap(m -> mount.map(at -> upwards(m.path, at))).orElse(List.of());
  }

  private static List<Group> upwards(String path, Mount mount) {
    String top = mount.root.equals("/") ? "" : mount.root;
    String below = path.equals("/") ? "" : path;
    boolean inside = below.equals(top) || below.startsWith(top + "/");
    String rest = inside ? below.substring(top.length()) : "";
    if (Arrays.asList(rest.split("/")).contains("..")) {
      rest = ""; // outside of the namespace, which cannot tell where
    }
    List<Group> groups = new ArrayList<>();
    while (true) {
      String name = top + rest;
      groups.add(new Group(mount.point + rest, name.isEmpty() ? "/" : name));
      if (rest.isEmpty()) {
        return groups;
      }
      rest = rest.substring(0, rest.lastIndexOf('/'));
    }
  }

  private static Optional<Mount> mount(String line) {
    // id, parent, device, root, mount point, options, optional fields, "-", type, source, options
    String[] halves = line.split(" - ", 2);
    String[] left = halves[0].split(" ", -1);
    String[] right = halves.length == 2 ? halves[1].split(" ", -1) : new String[0];
    return left.length < 5 || right.length < 3
        ? Optional.empty()
        : Optional.of(new Mount(unescape(left[3]), unescape(left[4]), right[0], words(right[2])));
  }

  private static List<String> words(String text) {
    return List.of(text.split(","));
  }

  private static String unescape(String path) {
    return ESCAPED
        .matcher(path)
        .replaceAll(
            octal ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(octal.group(1), 8))));
  }
}
