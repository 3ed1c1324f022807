package io.github.trunkrepro.runtime.environment;

import static io.github.trunkrepro.runtime.environment.FakeSystem.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.environment.MachineFacts.Limit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cores and memory that a process may use, on machines with 8 processors and 16 GiB. */
class MachineLimitsTest {
  private static final Limit ALL_CORES = new Limit(8, "the machine");
  private static final Limit ALL_MEMORY = new Limit(16 * GIB, "the machine");

  private static final String VERSION_2 =
      "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";

  /** What version 1 writes for no limit. */
  private static final String NO_LIMIT = "9223372036854771712";

  @TempDir Path root;
  private FakeSystem system;

  @BeforeEach
  void machine() {
    system = new FakeSystem(root);
    system.with("/sys/devices/system/cpu/online", "0-7");
    system.with("/proc/meminfo", "MemTotal:       16777216 kB", "MemFree:         1048576 kB");
    system.with("/proc/self/status", "Name:\tjava", "Cpus_allowed:\tff", "Cpus_allowed_list:\t0-7");
  }

  private void version2(String group) {
    system.with("/proc/self/cgroup", "0::" + group).with("/proc/self/mountinfo", VERSION_2);
  }

  /** As Docker without a namespace shows it: the container's group stands at the mount point. */
  private void version1(String group, String top) {
    system.with(
        "/proc/self/cgroup",
        "11:memory:" + group,
        "5:cpu,cpuacct:" + group,
        "3:cpuset:" + group,
        "1:name=systemd:" + group);
    String mount = " " + top + " /sys/fs/cgroup/";
    system.with(
        "/proc/self/mountinfo",
        "22 1 0:20 / /proc rw - proc proc rw",
        "31 30 0:28" + mount + "cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct",
        "33 30 0:30" + mount + "cpuset ro master:12 - cgroup cgroup rw,cpuset",
        "34 30 0:31" + mount + "memory ro - cgroup cgroup rw,memory",
        "39 30 0:36" + mount + "systemd ro - cgroup cgroup rw,xattr,name=systemd");
  }

  @Test
  void withoutLimitsTheMachineCounts() {
    assertThat(system.machine().cores()).isEqualTo(ALL_CORES);
    assertThat(system.machine().memory()).isEqualTo(ALL_MEMORY);
  }

  @Test
  void version2TheSmallestOfTheGroupsAboveCounts() {
    version2("/a.slice/b.scope");
    system.with("/sys/fs/cgroup/a.slice/b.scope/memory.max", "max");
    system.with("/sys/fs/cgroup/a.slice/memory.max", "1073741824");
    system.with("/sys/fs/cgroup/a.slice/b.scope/cpu.max", "400000 100000");
    system.with("/sys/fs/cgroup/a.slice/cpu.max", "150000 100000");
    assertThat(system.machine().memory())
        .isEqualTo(new Limit(GIB, "memory.max of the control group /a.slice"));
    assertThat(system.machine().cores())
        .isEqualTo(new Limit(2, "cpu.max of the control group /a.slice"));

    system.with("/sys/fs/cgroup/a.slice/b.scope/memory.max", "1073741823");
    system.with("/sys/fs/cgroup/a.slice/b.scope/cpu.max", "100000 100000");
    assertThat(system.machine().memory())
        .isEqualTo(new Limit(GIB - 1, "memory.max of the control group /a.slice/b.scope"));
    assertThat(system.machine().cores())
        .isEqualTo(new Limit(1, "cpu.max of the control group /a.slice/b.scope"));
  }

  @Test
  void version2InANamespaceTheTopHasLimitsToo() {
    version2("/");
    system.with("/sys/fs/cgroup/memory.max", "2147483648");
    system.with("/sys/fs/cgroup/cpu.max", "max 100000");
    system.with("/sys/fs/cgroup/cpuset.cpus.effective", "1,3,5-6");
    assertThat(system.machine().memory())
        .isEqualTo(new Limit(2 * GIB, "memory.max of the control group /"));
    assertThat(system.machine().cores())
        .isEqualTo(new Limit(4, "cpuset.cpus.effective of the control group /"));
  }

  @Test
  void version2OutsideOfTheNamespaceTheTopCounts() {
    version2("/../elsewhere");
    system.with("/sys/fs/cgroup/memory.max", "1073741824");
    // ".." must not lead out of what is mounted
    system.with("/sys/fs/elsewhere/memory.max", "4096");
    assertThat(system.machine().memory())
        .isEqualTo(new Limit(GIB, "memory.max of the control group /"));
  }

  @Test
  void version1() {
    version1("/user/job", "/");
    system.with("/sys/fs/cgroup/memory/user/job/memory.limit_in_bytes", NO_LIMIT);
    system.with("/sys/fs/cgroup/memory/user/memory.limit_in_bytes", "3221225472");
    system.with("/sys/fs/cgroup/memory/memory.limit_in_bytes", NO_LIMIT);
    system.with("/sys/fs/cgroup/cpu,cpuacct/user/job/cpu.cfs_quota_us", "250001");
    system.with("/sys/fs/cgroup/cpu,cpuacct/user/job/cpu.cfs_period_us", "50000");
    system.with("/sys/fs/cgroup/cpu,cpuacct/user/cpu.cfs_quota_us", "-1");
    system.with("/sys/fs/cgroup/cpu,cpuacct/user/cpu.cfs_period_us", "100000");
    assertThat(system.machine().memory())
        .isEqualTo(new Limit(3 * GIB, "memory.limit_in_bytes of the control group /user"));
    assertThat(system.machine().cores())
        .isEqualTo(new Limit(6, "cpu.cfs_quota_us of the control group /user/job"));

    system.with("/sys/fs/cgroup/cpuset/user/job/cpuset.cpus", "0-3");
    assertThat(system.machine().cores())
        .isEqualTo(new Limit(4, "cpuset.cpus of the control group /user/job"));
    system.with("/sys/fs/cgroup/cpuset/user/job/cpuset.effective_cpus", "0-2");
    assertThat(system.machine().cores())
        .isEqualTo(new Limit(3, "cpuset.effective_cpus of the control group /user/job"));
  }

  @Test
  void version1InAContainerThatSeesItsPathOnTheHost() {
    version1("/docker/0123/inner", "/docker/0123");
    system.with("/sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824");
    system.with("/sys/fs/cgroup/memory/inner/memory.limit_in_bytes", NO_LIMIT);
    system.with("/sys/fs/cgroup/cpu,cpuacct/inner/cpu.cfs_quota_us", "1000");
    system.with("/sys/fs/cgroup/cpu,cpuacct/inner/cpu.cfs_period_us", "100000");
    assertThat(system.machine().memory())
        .isEqualTo(new Limit(GIB, "memory.limit_in_bytes of the control group /docker/0123"));
    assertThat(system.machine().cores())
        .isEqualTo(new Limit(1, "cpu.cfs_quota_us of the control group /docker/0123/inner"));
  }

  @Test
  void bothVersionsAtOnce() {
    system.with("/proc/self/cgroup", "4:memory:/old", "1:cpu:/", "0::/new");
    system.with(
        "/proc/self/mountinfo",
        "34 30 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
        "40 30 0:37 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw");
    system.with("/sys/fs/cgroup/memory/old/memory.limit_in_bytes", "2147483648");
    system.with("/sys/fs/cgroup/unified/new/cpu.max", "300000 100000");
    assertThat(system.machine().memory())
        .isEqualTo(new Limit(2 * GIB, "memory.limit_in_bytes of the control group /old"));
    assertThat(system.machine().cores())
        .isEqualTo(new Limit(3, "cpu.max of the control group /new"));
  }

  @Test
  void theUsualMountCountsBeforeOneOfAnotherTree() {
    system.with("/proc/self/cgroup", "0::/job");
    system.with("/proc/self/mountinfo", VERSION_2.replace("/sys/fs", "/host/sys/fs"), VERSION_2);
    system.with("/host/sys/fs/cgroup/job/memory.max", "4096");
    system.with("/sys/fs/cgroup/job/memory.max", "1073741824");
    assertThat(system.machine().memory())
        .isEqualTo(new Limit(GIB, "memory.max of the control group /job"));
  }

  @Test
  void anUnusualMountPointWithABlankInItsName() {
    system.with("/proc/self/cgroup", "0::/job");
    system.with("/proc/self/mountinfo", VERSION_2.replace("/sys/fs/cgroup", "/my\\040groups"));
    system.with("/my groups/job/memory.max", "1073741824");
    assertThat(system.machine().memory())
        .isEqualTo(new Limit(GIB, "memory.max of the control group /job"));
  }

  @Test
  void aColonInAGroupsName() {
    version2("/cri:abc:def");
    system.with("/sys/fs/cgroup/cri:abc:def/memory.max", "1073741824");
    assertThat(system.machine().memory())
        .isEqualTo(new Limit(GIB, "memory.max of the control group /cri:abc:def"));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "100000, 1", "100001, 2", "799999, 8", "800000, 8", "9000000, 8"})
  void aQuotaIsRoundedUp(long quota, long cores) {
    version2("/");
    system.with("/sys/fs/cgroup/cpu.max", quota + " 100000");
    assertThat(system.machine().cores().value()).isEqualTo(cores);
  }

  @Test
  void affinityCounts() {
    system.with("/proc/self/status", "Cpus_allowed_list:\t2,4-5");
    assertThat(system.machine().cores()).isEqualTo(new Limit(3, "the process's affinity"));
  }

  @Test
  void whatTheJdkWasToldCounts() {
    SystemReport told =
        new SystemReport("17", "/", "linux", "", "", "x86_64", "", new TreeSet<>(), 8, 5, 0, GIB);
    Machine machine = new Machine(system.files(), told);
    assertThat(machine.cores()).isEqualTo(new Limit(5, "the JDK"));
    assertThat(machine.memory()).isEqualTo(new Limit(GIB, "the JDK"));
  }

  @Test
  void withoutAnyFileTheJdkAndOshiTell(@TempDir Path empty) {
    Machine machine = new FakeSystem(empty).machine();
    assertThat(machine.cores()).isEqualTo(ALL_CORES);
    assertThat(machine.memory()).isEqualTo(ALL_MEMORY);
  }

  @Test
  void withoutAnyAnswerItIsUnknown(@TempDir Path empty) {
    SystemReport nothing =
        new SystemReport("17", "/", "x", "", "", "y", "", new TreeSet<>(), 0, 1, 0, 0);
    Machine machine = new Machine(new SystemFiles(empty), nothing);
    assertThat(machine.cores()).isEqualTo(new Limit(1, "the JDK"));
    assertThat(machine.memory()).isEqualTo(new Limit(0, "nobody: unknown"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "max",
        "max max",
        "-1",
        "-5 100000",
        "100000 0",
        "100000 100000 100000",
        "1 2147483648000000000000",
        "99999999999999999999",
        "0x10",
        "7-3",
        "0-",
        ",",
        "0-99999999999",
        "\u0000\uFFFD:::/"
      })
  void oddContentsLimitNothing(String odd) {
    version1("/job", "/");
    system.with("/sys/fs/cgroup/memory/job/memory.limit_in_bytes", odd);
    system.with("/sys/fs/cgroup/cpuset/job/cpuset.cpus", odd);
    system.with("/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", odd);
    system.with("/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "1000");
    assertNoLimit();
    system.with("/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "1000");
    system.with("/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", odd);
    assertNoLimit();
    version2("/job");
    system.with("/sys/fs/cgroup/job/memory.max", odd);
    system.with("/sys/fs/cgroup/job/cpu.max", odd);
    system.with("/sys/fs/cgroup/job/cpuset.cpus.effective", odd);
    assertNoLimit();
    system.with("/proc/self/status", odd, "Cpus_allowed_list:\t" + odd);
    system.with("/sys/devices/system/cpu/online", odd);
    system.with("/proc/meminfo", odd, "MemTotal: " + odd, "MemTotal: " + odd + " kB");
    assertNoLimit();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "::", "0::", "0::job", "0:/", "\u0000\uFFFD", "0::/\u0000/..//"})
  void oddListsOfGroupsLimitNothing(String odd) {
    version2("/");
    system.with("/sys/fs/cgroup/job/memory.max", "1073741824");
    system.with("/proc/self/cgroup", odd, "x" + odd);
    assertNoLimit();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " - ",
        "1 2 3 - cgroup2 x rw",
        "29 23 0:26 / /sys/fs/cgroup rw - cgroup2",
        "29 23 0:26 / \u0000 rw - cgroup2 x rw",
        "29 23 0:26 / \\777 rw - cgroup2 x rw",
        "29 23 0:26 / /sys/fs/cgroup rw cgroup2 x rw"
      })
  void oddListsOfMountsLimitNothing(String odd) {
    version2("/");
    system.with("/sys/fs/cgroup/memory.max", "1073741824");
    system.with("/proc/self/mountinfo", odd);
    assertNoLimit();
  }

  private void assertNoLimit() {
    assertThat(system.machine().cores()).isEqualTo(ALL_CORES);
    assertThat(system.machine().memory()).isEqualTo(ALL_MEMORY);
  }

  @Test
  void aFolderInPlaceOfAFileLimitsNothing() throws Exception {
    version2("/job");
    Files.createDirectories(system.file("/sys/fs/cgroup/job/memory.max"));
    Files.createDirectories(system.file("/sys/fs/cgroup/job/cpu.max"));
    assertNoLimit();
  }
}
