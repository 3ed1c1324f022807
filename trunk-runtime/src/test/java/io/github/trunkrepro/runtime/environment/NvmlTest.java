package io.github.trunkrepro.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NVIDIA's management library, played by a small library that is steered by a file. */
class NvmlTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String A100 = "gpu=NVIDIA A100-SXM4-40GB|42949672960|8.0";

  @TempDir static Path compiled;
  @TempDir Path folder;

  private static Path original;

  @BeforeAll
  static void compile() throws Exception {
    original = FakeNvml.compile(compiled.resolve("libfake.so"));
  }

  private Path library(String... lines) throws IOException {
    Path library = Files.copy(original, folder.resolve("libnvidia-ml.so.1"));
    FakeNvml.configure(library, lines);
    return library;
  }

  private static GpuFacts ask(Path library) {
    return new Nvml(library.toString(), LONG).ask();
  }

  private List<String> calls() throws Exception {
    Path log = folder.resolve("libnvidia-ml.so.1.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @Test
  void tellsOfSeveralDevicesInOrder() throws Exception {
    Path library =
        library(
            "driver=550.54.15",
            "cuda=12040",
            A100,
            "gpu=NVIDIA H100 80GB HBM3|85520809984|9.0",
            "gpu=Tesla T4|15843721216|7.5");
    assertThat(ask(library))
        .isEqualTo(
            new GpuFacts(
                Optional.empty(),
                "550.54.15",
                "12.4",
                List.of(
                    new GpuFacts.Gpu("NVIDIA A100-SXM4-40GB", 42949672960L, "8.0"),
                    new GpuFacts.Gpu("NVIDIA H100 80GB HBM3", 85520809984L, "9.0"),
                    new GpuFacts.Gpu("Tesla T4", 15843721216L, "7.5"))));
  }

  @Test
  void tellsOfAnOldDriverAndLittleMemory() throws Exception {
    Path library = library("driver=418.226.00", "cuda=10010", "gpu=Quadro K620|2100232192|5.0");
    assertThat(ask(library))
        .isEqualTo(
            new GpuFacts(
                Optional.empty(),
                "418.226.00",
                "10.1",
                List.of(new GpuFacts.Gpu("Quadro K620", 2100232192L, "5.0"))));
  }

  @Test
  void aDriverWithoutDeviceIsNoError() throws Exception {
    assertThat(ask(library("driver=570.86.10", "cuda=12080")))
        .isEqualTo(new GpuFacts(Optional.empty(), "570.86.10", "12.8", List.of()));
  }

  @Test
  void readsTheLongestName() throws Exception {
    String longest = "G".repeat(95);
    assertThat(ask(library("driver=1.2", "cuda=12000", "gpu=" + longest + "|1|9.0")).devices())
        .containsExactly(new GpuFacts.Gpu(longest, 1, "9.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nvmlInit_v2",
        "nvmlSystemGetDriverVersion",
        "nvmlSystemGetCudaDriverVersion_v2",
        "nvmlDeviceGetCount_v2",
        "nvmlDeviceGetHandleByIndex_v2",
        "nvmlDeviceGetName",
        "nvmlDeviceGetMemoryInfo",
        "nvmlDeviceGetCudaComputeCapability"
      })
  void anErrorCodeIsAFinding(String function) throws Exception {
    Path library = library("driver=550.54.15", "cuda=12040", A100, "fail=" + function + " 15");
    assertThat(ask(library))
        .isEqualTo(
            GpuFacts.unavailable(
                function + " of NVIDIA's management library failed with code 15: fake error 15"));
    assertThat(calls().stream().filter(function::equals)).hasSize(1);
  }

  @Test
  void anErrorCodeWithoutWords() throws Exception {
    assertThat(ask(library("words=none", "fail=nvmlInit_v2 999")).unavailable())
        .contains(
            "nvmlInit_v2 of NVIDIA's management library failed with code 999:"
                + " a code without words");
  }

  @Test
  void whatWasToldIsKeptIfTheEndFails() throws Exception {
    Path library = library("driver=550.54.15", "cuda=12040", "fail=nvmlShutdown 1");
    assertThat(ask(library))
        .isEqualTo(new GpuFacts(Optional.empty(), "550.54.15", "12.4", List.of()));
  }

  @Test
  void theErrorThatCameFirstIsTold() throws Exception {
    Path library = library("driver=" + "9".repeat(90), "cuda=12040", "fail=nvmlShutdown 1");
    assertThat(ask(library).unavailable())
        .contains(
            "nvmlSystemGetDriverVersion of NVIDIA's management library failed with code 7:"
                + " fake error 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nvmlInit_v2", "nvmlDeviceGetMemoryInfo"})
  void aCallThatHangsIsAFinding(String function) throws Exception {
    Path library = library("driver=550.54.15", "cuda=12040", A100, "hang=" + function);
    // Long enough to get there on a busy machine.
    assertThat(new Nvml(library.toString(), Duration.ofSeconds(3)).ask())
        .isEqualTo(
            GpuFacts.unavailable(
                function + " of NVIDIA's management library did not end within 3000 ms"));
    assertThat(calls()).last().isEqualTo(function);
  }

  @Test
  void whatWasToldIsKeptIfTheEndHangs() throws Exception {
    Path library = library("driver=550.54.15", "cuda=12040", "hang=nvmlShutdown");
    assertThat(new Nvml(library.toString(), Duration.ofSeconds(3)).ask())
        .isEqualTo(new GpuFacts(Optional.empty(), "550.54.15", "12.4", List.of()));
    assertThat(calls()).last().isEqualTo("nvmlShutdown");
  }

  @Test
  void anAbsentLibraryIsAFinding() {
    assertThat(new Nvml("libtrunk-no-such.so.1", LONG).ask())
        .isEqualTo(
            GpuFacts.unavailable(
                "NVIDIA's management library (libtrunk-no-such.so.1) is not on this machine"));
    Path absent = folder.resolve("libnvidia-ml.so.1");
    assertThat(ask(absent).unavailable())
        .contains("NVIDIA's management library (" + absent + ") is not on this machine");
  }

  @Test
  void aFileThatIsNoLibraryIsAFinding() throws Exception {
    Path text = Files.writeString(folder.resolve("libnvidia-ml.so.1"), "no library\n".repeat(99));
    assertThat(ask(text).unavailable())
        .contains(
            "NVIDIA's management library ("
                + text
                + ") cannot be loaded: "
                + text
                + ": invalid ELF header");
  }

  @Test
  void aLibraryThatLacksAFunctionIsOfAnOldDriver() throws Exception {
    Path library =
        FakeNvml.compile(folder.resolve("libnvidia-ml.so.1"), "-DWITHOUT_COMPUTE_CAPABILITY");
    FakeNvml.configure(library, "driver=390.157", "cuda=9010", A100);
    assertThat(ask(library).unavailable())
        .contains(
            "NVIDIA's management library ("
                + library
                + ") has no function nvmlDeviceGetCudaComputeCapability: the driver is too old");
    assertThat(calls()).last().isEqualTo("nvmlShutdown");
  }

  @Test
  void thePropertyNamesTheLibrary() throws Exception {
    Path library = library("driver=550.54.15", "cuda=12040", A100);
    System.setProperty(Nvml.PROPERTY, library.toString());
    try {
      assertThat(Nvml.read().driver()).isEqualTo("550.54.15");
    } finally {
      System.clearProperty(Nvml.PROPERTY);
    }
  }
}
