package io.github.trunkrepro.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found out about a machine. */
class MachineTest {
  private static final GpuFacts NO_GPU = GpuFacts.unavailable("not here");

  @TempDir Path root;

  private MachineFacts facts(FakeSystem system) {
    return system.machine().facts(root, NO_GPU);
  }

  @Test
  void readsTheRunningMachineAsItsOwnToolsDo() throws Exception {
    Assumptions.assumeTrue(Platform.isLinux(), "compares with Linux's tools");
    MachineFacts facts = Machine.read(root.resolve("not/there/yet"));
    assertThat(System.getProperty("java.version")).startsWith(facts.java());
    assertThat(facts.javaHome()).isEqualTo(System.getProperty("java.home"));
    assertThat(facts.os()).isEqualTo("linux");
    assertThat(facts.kernel()).isEqualTo(output("uname", "-r"));
    assertThat(facts.arch()).isEqualTo(output("uname", "-m"));
    assertThat(facts.osVersion()).isNotBlank();
    assertThat(facts.cpu()).isNotBlank().isNotEqualTo("unknown");
    assertThat(facts.cpuFeatures()).isNotEmpty().allMatch(word -> word.matches("[a-z0-9_.-]+"));
    assertThat(facts.cores().value())
        .isBetween(1L, (long) Runtime.getRuntime().availableProcessors());
    assertThat(facts.memory().value()).isGreaterThanOrEqualTo(Runtime.getRuntime().totalMemory());
    assertThat(facts.disk()).isPositive();
  }

  @Test
  void glibcTellsItsVersion() throws Exception {
    Assumptions.assumeTrue(Platform.isLinux() && !Platform.isAndroid(), "needs Linux");
    String told = output("getconf", "GNU_LIBC_VERSION");
    Assumptions.assumeTrue(told.startsWith("glibc "), "needs glibc");
    assertThat(Libc.read(new SystemFiles(Path.of("/")))).contains(told);
  }

  private static String output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text.strip();
  }

  @Test
  void readsTheCpu() {
    FakeSystem system =
        new FakeSystem(root)
            .with(
                "/proc/cpuinfo",
                "processor\t: 0",
                "vendor_id\t: AuthenticAMD",
                "model name\t: AMD EPYC",
                "flags\t\t: fpu sse4_1 pti        vmmcall  avx2 FMA",
                "bugs\t\t: spectre_v1",
                "",
                "processor\t: 1",
                "model name\t: AMD EPYC (other)",
                "flags\t\t: fma avx2 vmmcall pti fpu extra");
    assertThat(facts(system).cpu()).isEqualTo("AMD EPYC");
    assertThat(facts(system).cpuFeatures())
        .as("of all processors")
        .containsExactly("avx2", "fma", "fpu", "pti", "vmmcall");
  }

  @Test
  void readsAnArmCpuWhoseModelOshiKnows() {
    FakeSystem system =
        new FakeSystem(root)
            .with(
                "/proc/cpuinfo",
                "processor\t: 0",
                "BogoMIPS\t: 50.00",
                "Features\t: fp asimd evtstrm aes",
                "CPU implementer\t: 0x41");
    assertThat(facts(system).cpu()).isEqualTo("CPU as oshi calls it");
    assertThat(facts(system).cpuFeatures()).containsExactly("aes", "asimd", "evtstrm", "fp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "flags", "model name\t:", "flags\t\t:", "\u0001\uFFFD :: :"})
  void anOddCpuFileLeavesItToOshi(String odd) {
    MachineFacts facts = facts(new FakeSystem(root).with("/proc/cpuinfo", odd, odd));
    assertThat(facts.cpu()).isEqualTo("CPU as oshi calls it");
    assertThat(facts.cpuFeatures()).containsExactly("as", "oshi", "says");
  }

  @Test
  void withoutFilesTheReportCounts() {
    MachineFacts facts = facts(new FakeSystem(root));
    assertThat(facts.java()).isEqualTo("17.0.15");
    assertThat(facts.javaHome()).isEqualTo("/opt/jdk");
    assertThat(facts.os()).isEqualTo("linux");
    assertThat(facts.osVersion()).isEqualTo("Debian GNU/Linux 12 (bookworm)");
    assertThat(facts.kernel()).isEqualTo("6.1.0-37-amd64");
    assertThat(facts.arch()).isEqualTo("x86_64");
    assertThat(facts.cpu()).isEqualTo("CPU as oshi calls it");
    assertThat(facts.gpus()).isEqualTo(NO_GPU);
  }

  @Test
  void featuresInTheWordsOfOtherSystems() {
    assertThat(SystemReport.features(List.of("PF_AVX2_INSTRUCTIONS_AVAILABLE", "PF_NX_ENABLED")))
        .containsExactly("avx2", "nx");
    assertThat(SystemReport.features(List.of("PF_ARM_V82_DP_INSTRUCTIONS_AVAILABLE")))
        .containsExactly("v82_dp");
    assertThat(
            SystemReport.features(
                List.of(
                    "hw.optional.arm.FEAT_AES: 1",
                    "hw.optional.arm.FEAT_SME: 0",
                    "hw.optional.neon: 1")))
        .containsExactly("aes", "neon");
    assertThat(
            SystemReport.features(
                List.of("machdep.cpu.features: FPU SSE4.1", "machdep.cpu.leaf7_features: AVX2")))
        .containsExactly("avx2", "fpu", "sse4_1");
    assertThat(SystemReport.features(List.of("flags\t\t: fpu  pti", "", ":")))
        .containsExactly("fpu", "pti");
    assertThat(SystemReport.features(List.of())).isEqualTo(new TreeSet<>());
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,linux",
    "Mac OS X,osx",
    "Windows Server 2022,win",
    "Windows 11,win",
    "FreeBSD,FreeBSD"
  })
  void namesSystems(String name, String word) {
    assertThat(SystemReport.osWord(name)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({
    "amd64,x86_64",
    "x86_64,x86_64",
    "arm64,aarch64",
    "aarch64,aarch64",
    "riscv64,riscv64"
  })
  void namesArchitectures(String name, String word) {
    assertThat(SystemReport.archWord(name)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "0-1,2", "'0-3,8,10-11',7", "999999999,1"})
  void countsProcessors(String list, long count) {
    assertThat(ProcessorList.count(list)).contains(count);
  }

  private static final String MAPS =
      "7f1c3e000000-7f1c3e014000 r--p 00000000 08:01 131 /lib/ld-musl-x86_64.so.1";

  @Test
  void muslTellsItsVersion() throws Exception {
    Assumptions.assumeTrue(Platform.isLinux(), "needs a shell script as the loader");
    FakeSystem system =
        new FakeSystem(root).with("/proc/self/maps", "7f00-7f01 rw-p 0 0:0 0", MAPS);
    system.with(
        "/lib/ld-musl-x86_64.so.1",
        "#!/bin/sh",
        "printf 'musl libc (x86_64)\\nVersion 1.2.4\\nDynamic Program Loader\\n' >&2",
        "exit 1");
    Files.setPosixFilePermissions(
        system.file("/lib/ld-musl-x86_64.so.1"), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(Libc.read(system.files())).contains("musl 1.2.4");
  }

  @Test
  void muslThatTellsNothing() {
    assertThat(Libc.read(new FakeSystem(root).with("/proc/self/maps", MAPS).files()))
        .contains("musl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024",
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release Build"
      })
  void theDriverTellsItsVersionWithoutTheLibrary(String line) {
    FakeSystem system =
        new FakeSystem(root).with("/proc/driver/nvidia/version", line, "GCC version:");
    assertThat(facts(system).gpus())
        .isEqualTo(new GpuFacts(Optional.of("not here"), "550.54.15", "", List.of()));
    GpuFacts told = new GpuFacts(Optional.empty(), "535.1", "12.2", List.of());
    assertThat(system.machine().facts(root, told).gpus()).isEqualTo(told);
  }

  @Test
  void anOddDriverFileTellsNothing() {
    FakeSystem system = new FakeSystem(root).with("/proc/driver/nvidia/version", "NVRM version: ?");
    assertThat(facts(system).gpus()).isEqualTo(NO_GPU);
  }

  @Test
  void diskIsThatOfTheNearestFolder() throws Exception {
    assertThat(Machine.free(root.resolve("a/b/../c")))
        .isCloseTo(Files.getFileStore(root).getUsableSpace(), Percentage.withPercentage(20));
    Path file = Files.writeString(root.resolve("file"), "");
    assertThat(Machine.free(file.resolve("below"))).isPositive();
    assertThat(Machine.free(Path.of("relative"))).isPositive();
  }
}
