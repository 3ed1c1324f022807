package io.github.trunkrepro.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.environment.EnvironmentSpec.Level;
import io.github.trunkrepro.runtime.environment.RuleResult.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static final String INSTALLED =
      "nativeLibrary: {path: /opt, version: 2.7.1, flavor: cpu, sha256: {}}";

  private final SomeFacts facts = new SomeFacts();

  @Test
  void nothingDeclaredPassesOnAnOrdinaryMachine() {
    EnvironmentReport report = Rules.check(facts.facts());
    assertThat(report.failed()).isFalse();
    assertThat(report.results()).extracting(RuleResult::rule).isEqualTo(Rules.names());
    assertThat(report.results()).noneMatch(result -> result.status() == Status.FAILED);
    assertThat(facts.check("java").status()).isEqualTo(Status.NOT_DECLARED);
    assertThat(facts.check("java").note()).isEqualTo("17.0.15 (/jdk)");
  }

  @Test
  void everythingDeclaredAsItIsPasses() {
    facts.declare(
        """
        device: cpu
        pytorch: "2.7.1"
        djl: "[0.35,0.37)"
        java: "[17,26)"
        os: linux
        arch: x86_64
        cpu: {features: [avx2, FMA], threads: 2}
        memory: 4 GiB
        disk: 3 GiB
        """);
    for (String rule :
        List.of(
            "device",
            "engine",
            "engine-versions",
            "native-flavor",
            "pytorch",
            "djl",
            "java",
            "os",
            "arch",
            "cpu-features",
            "cpu-threads",
            "memory",
            "disk",
            "natives",
            "variables")) {
      assertThat(facts.check(rule).status()).as(rule).isEqualTo(Status.PASSED);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pytorch: 2.5.1          | pytorch      | PyTorch 2.5.1 | 2.7.1 (flavour cpu)",
        "djl: '[0.37,)'          | djl          | DJL [0.37,)   | 0.36.0",
        "java: '[18,)'           | java         | Java [18,)    | 17.0.15 (/jdk)",
        "os: osx                 | os           | operating system osx | linux (Some Linux 12, kernel 6.1.0, glibc 2.36)",
        "arch: aarch64           | arch         | architecture aarch64 | x86_64 (Some CPU)",
        "cpu: {features: amx}    | cpu-features | a CPU with amx | Some CPU, which lacks amx",
        "cpu: {threads: 3}       | cpu-threads  | cores 3 cores at least | 2 cores (cpu.max of the control group /build)",
        "memory: 8 GiB           | memory       | memory 8.0 GiB at least | 4.0 GiB (memory.max of the control group /build)",
        "disk: 4 GiB             | disk         | free disk 4.0 GiB at least | 3.0 GiB (where results are written)",
        "device: cuda            | device       | the engine computes on cuda | computed on cpu (flavour cpu)",
        "cuda: '12.4'            | cuda         | CUDA runtime 12.4 | none: the native PyTorch is of flavour cpu",
        "driver: '[550,)'        | driver       | NVIDIA's driver [550,) | libnvidia-ml.so.1 is not on this machine",
        "gpu: {count: 1}         | gpu          | 1 GPU | libnvidia-ml.so.1 is not on this machine",
      })
  void whatIsOtherThanDeclaredIsAViolation(
      String declared, String rule, String expected, String found) {
    RuleResult result = facts.declare(declared).check(rule);
    assertThat(result.failsBuild()).isTrue();
    Violation violation = result.violations().get(0);
    assertThat(violation.expected()).isEqualTo(expected);
    assertThat(violation.found()).isEqualTo(found);
    assertThat(violation.where()).startsWith("recipe.yaml:1:");
    assertThat(violation.mend()).isNotBlank();
  }

  @Test
  void cudaWithoutGpuIsExplainedByDeviceDriverAndFlavour() {
    facts.declare("device: cuda\ndriver: '[550,)'\n");
    assertThat(facts.check("device").violations()).hasSize(1);
    assertThat(facts.check("driver").violations()).hasSize(1);
    assertThat(facts.check("native-flavor").violations().get(0).found())
        .isEqualTo(
            "ai.djl.pytorch:pytorch-native-cpu:linux-x86_64 by ai.djl.pytorch:pytorch-native-cpu:2.7.1");
  }

  @Test
  void autoIsRecordedAsAWeakness() {
    facts.declare("device: auto");
    assertThat(facts.check("device").note()).contains("auto: another machine may give other bits");
    assertThat(EnvironmentFile.of(Rules.check(facts.facts()), facts.facts()).weaknesses())
        .containsExactly("device is auto: another machine may give other bits");
  }

  @Test
  void aCudaFlavourForACpuIsAViolation() {
    facts.declare("device: cpu");
    facts.artifacts.set(
        2, SomeFacts.artifact("ai.djl.pytorch:pytorch-native-cu124:linux-x86_64", "2.7.1"));
    facts.declarations.set(
        2, SomeFacts.declaration("ai.djl.pytorch:pytorch-native-cu124:linux-x86_64", "2.7.1", 24));
    List<Violation> violations = facts.check("native-flavor").violations();
    assertThat(violations).extracting(Violation::where).containsOnly("pom.xml:24");
    assertThat(violations)
        .extracting(Violation::expected)
        .containsExactly(
            "the CPU flavour of native PyTorch, as device is cpu",
            "NVIDIA's driver 525 or newer, for"
                + " ai.djl.pytorch:pytorch-native-cu124:linux-x86_64 2.7.1 (CUDA 12.4)",
            "the engine loads flavour cu124");
  }

  @ParameterizedTest
  @CsvSource({"470.82, 1", "525.60.13, 0", "550.54.15, 0"})
  void theDriverMustRunTheFlavour(String driver, int violations) {
    facts.declare("device: cuda");
    facts.engine = Optional.of(SomeFacts.engine("cuda", "2.7.1", "cu124"));
    facts.artifacts.set(
        2, SomeFacts.artifact("ai.djl.pytorch:pytorch-native-cu124:linux-x86_64", "2.7.1"));
    facts.gpus = SomeFacts.gpus(driver, new GpuFacts.Gpu("NVIDIA A100", 40L << 30, "8.0"));
    assertThat(facts.check("native-flavor").violations()).hasSize(violations);
    assertThat(facts.check("device").status()).isEqualTo(Status.PASSED);
  }

  @Test
  void twoFlavoursAreOneTooMany() {
    facts.artifacts.add(
        SomeFacts.artifact(
            "ai.djl.pytorch:pytorch-native-cu124:linux-x86_64",
            "2.5.1",
            "org.x:model:1",
            "ai.djl.pytorch:pytorch-native-cu124:2.5.1"));
    assertThat(facts.check("native-flavor").violations().get(0).found())
        .startsWith("2: ")
        .contains("by org.x:model:1 > ai.djl.pytorch:pytorch-native-cu124:2.5.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{count: 2}                         | 2 GPUs",
        "{name: H100}                       | 1 GPU of name H100",
        "{memory: 80 GiB}                   | 1 GPU of memory 80.0 GiB at least",
        "{computeCapability: '[9.0,)'}      | 1 GPU of compute capability [9.0,)",
      })
  void gpusMustBeThoseDeclared(String declared, String expected) {
    facts.gpus = SomeFacts.gpus("550", new GpuFacts.Gpu("NVIDIA A100-SXM4", 40L << 30, "8.0"));
    Violation violation = facts.declare("gpu: " + declared).check("gpu").violations().get(0);
    assertThat(violation.expected()).isEqualTo(expected);
    assertThat(violation.found()).isEqualTo("NVIDIA A100-SXM4, 40.0 GiB, compute capability 8.0");
  }

  @Test
  void aGpuThatFitsPasses() {
    facts.gpus = SomeFacts.gpus("550", new GpuFacts.Gpu("NVIDIA A100-SXM4", 40L << 30, "8.0"));
    facts.declare("gpu: {name: A100|H100, memory: 40 GiB, computeCapability: '[8.0,)'}");
    assertThat(facts.check("gpu").status()).isEqualTo(Status.PASSED);
  }

  @Test
  void anEngineThatDoesNotStartFailsAndTheRestIsNotRun() {
    facts.engine = Optional.empty();
    facts.noEngine = new NoEngine(NoEngine.Cause.FAILED, "no libtorch");
    facts.declare("device: cpu\npytorch: 2.7.1\n");
    assertThat(facts.check("engine").violations().get(0).found()).isEqualTo("no libtorch");
    assertThat(facts.check("device").status()).isEqualTo(Status.NOT_RUN);
    assertThat(facts.check("pytorch").status()).isEqualTo(Status.NOT_RUN);
  }

  @Test
  void anEngineThatCannotBeTriedYetFailsNothing() {
    facts.engine = Optional.empty();
    facts.noEngine = new NoEngine(NoEngine.Cause.NOT_TRIED, "module x is not built yet");
    assertThat(facts.check("engine").status()).isEqualTo(Status.NOT_RUN);
    assertThat(facts.check("engine").note()).isEqualTo("module x is not built yet");
    assertThat(Rules.check(facts.facts()).failed()).isFalse();
  }

  @Test
  void aForeignLibraryIsAViolationOfNatives() {
    facts.engine = Optional.empty();
    facts.noEngine = new NoEngine(NoEngine.Cause.FOREIGN_LIBRARY, "mapped /opt/libtorch.so");
    assertThat(facts.check("natives").violations().get(0).found())
        .isEqualTo("mapped /opt/libtorch.so");
    assertThat(facts.check("engine").status()).isEqualTo(Status.NOT_RUN);
  }

  @Test
  void whatIsWrongWithTheInstalledPyTorchIsToldWhereItIsDeclared() {
    facts.declare(INSTALLED);
    facts.engine = Optional.empty();
    facts.noEngine = new NoEngine(NoEngine.Cause.FOREIGN_LIBRARY, "libc10.so is not declared");
    assertThat(facts.check("natives").violations())
        .extracting(Violation::where)
        .containsExactly("recipe.yaml:1:16");
  }

  @Test
  void oneOfInstalledAndDependentPyTorchMustGo() {
    assertThat(facts.declare(INSTALLED).check("native-flavor").violations())
        .extracting(Violation::expected)
        .containsExactly("one PyTorch: that in /opt");
    facts.artifacts.removeIf(artifact -> artifact.id().contains("pytorch-native-cpu"));
    assertThat(facts.check("native-flavor").status()).isEqualTo(Status.PASSED);
  }

  @Test
  void installedPyTorchFitsTheJni() {
    facts.declare(INSTALLED.replace("2.7.1", "2.6.0"));
    assertThat(facts.check("engine-versions").violations())
        .extracting(Violation::found)
        .containsExactly("nativeLibrary of version 2.6.0");
  }

  @Test
  void installedPyTorchForCudaNeedsADriverAndTheDevice() {
    facts.artifacts.removeIf(artifact -> artifact.id().contains("pytorch-native-cpu"));
    facts.declare(INSTALLED.replace("flavor: cpu", "flavor: cu128") + "\ndevice: cpu");
    assertThat(facts.check("native-flavor").violations())
        .extracting(Violation::expected)
        .containsExactly(
            "the CPU flavour of native PyTorch, as device is cpu",
            "NVIDIA's driver 525 or newer, for PyTorch in /opt (CUDA 12.8)");
  }

  @Test
  void versionsThatDoNotFitAreToldWithWhatFits() {
    facts.artifacts.set(1, SomeFacts.artifact("ai.djl.pytorch:pytorch-jni", "2.7.1-0.35.1"));
    assertThat(facts.check("engine-versions").violations().get(0).mend())
        .isEqualTo("declare pytorch-jni 2.7.1-0.36.0");
    facts.artifacts.set(1, SomeFacts.artifact("ai.djl.pytorch:pytorch-jni", "2.6.0-0.36.0"));
    assertThat(facts.check("engine-versions").violations())
        .extracting(Violation::found)
        .containsExactly(
            "DJL 0.36.0 with PyTorch 2.6.0",
            "ai.djl.pytorch:pytorch-native-cpu:linux-x86_64 2.7.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytorch: 2.6.0",
        "pytorch: 2.7.1\ndjl: 0.33.0",
        "device: cuda\npytorch: 2.7.1",
        "device: cuda\ncuda: '[12.5,)'"
      })
  void aDeclarationThatNothingPublishedMeetsIsRefusedWithWhatCan(String declared) {
    assertThat(facts.declare(declared).check("engine-versions").violations())
        .anySatisfy(
            violation -> {
              assertThat(violation.found()).isEqualTo("no combination meets what is declared");
              assertThat(violation.mend()).contains("PyTorch 2.5.1 (cpu, cu124) with DJL 0.32.0");
            });
  }

  @Test
  void cudaFromTheMachineNeedsNoPublishedFlavour() {
    facts.declare(
        "device: cuda\npytorch: 2.7.1\n"
            + "nativeLibrary: {path: /opt, version: 2.7.1, flavor: cu128, sha256: {}}");
    assertThat(facts.check("engine-versions").status()).isEqualTo(Status.PASSED);
  }

  @Test
  void foreignVariablesOfTheCallerAreViolations() {
    facts.caller =
        Map.of("OMP_NUM_THREADS", "8", "LD_PRELOAD", "/x.so", "ATEN_CPU_CAPABILITY", "avx2");
    assertThat(facts.check("variables").violations())
        .extracting(violation -> violation.expected() + ": " + violation.found())
        .containsExactly(
            "LD_PRELOAD not set: LD_PRELOAD=/x.so",
            "OMP_NUM_THREADS not set, or 2: OMP_NUM_THREADS=8");
  }

  @Test
  void aDeclaredVariableMustHaveItsValue() {
    facts.declare("variables: {OMP_NUM_THREADS: '8'}");
    facts.caller = Map.of("OMP_NUM_THREADS", "8");
    assertThat(facts.check("variables").status()).isEqualTo(Status.PASSED);
    facts.caller = Map.of("OMP_NUM_THREADS", "9");
    assertThat(facts.check("variables").violations())
        .extracting(Violation::where)
        .containsExactly("recipe.yaml:1:30");
  }

  @Test
  void snapshotsRangesAndConflictsAreToldWithTheirWay() {
    facts.artifacts.add(
        SomeFacts.artifact("org.x:a", "1-SNAPSHOT", "org.x:b:2", "org.x:a:1-SNAPSHOT"));
    facts.artifacts.add(
        new DependencyFacts.Artifact(
            "org.x:c",
            "3",
            "compile",
            List.of("org.x:c:3"),
            Optional.of("[1,4)"),
            Optional.empty()));
    facts.conflicts.add(
        new DependencyFacts.Conflict("org.x:d", "1", "2", List.of("org.x:b:2", "org.x:d:1")));
    assertThat(facts.check("snapshot").violations().get(0).found())
        .isEqualTo("1-SNAPSHOT, by org.x:b:2 > org.x:a:1-SNAPSHOT");
    assertThat(facts.check("dynamic-version").violations().get(0).found())
        .isEqualTo("[1,4), now 3, by org.x:c:3");
    assertThat(facts.check("two-versions").violations().get(0).found())
        .isEqualTo("1 by org.x:b:2 > org.x:d:1; taken was 2");
  }

  @Test
  void unusedAndUndeclaredNeedCompiledClasses() {
    assertThat(facts.check("unused-dependency").status()).isEqualTo(Status.NOT_RUN);
    facts.analysis =
        Optional.of(new DependencyFacts.Analysis(List.of("org.x:a"), List.of("org.x:b:2")));
    facts.declarations.add(SomeFacts.declaration("org.x:a", "1", 31));
    facts.artifacts.add(SomeFacts.artifact("org.x:b", "2", "org.x:a:1", "org.x:b:2"));
    Violation unused = facts.check("unused-dependency").violations().get(0);
    assertThat(unused.where()).isEqualTo("pom.xml:31");
    assertThat(facts.check("undeclared-dependency").violations().get(0).found())
        .isEqualTo("org.x:b:2 is used, and comes only by org.x:a:1 > org.x:b:2");
  }

  @Test
  void levelsDecideWhatFails() {
    facts.declare("java: '[18,)'\nrules: {java: warn}");
    assertThat(facts.check("java").status()).isEqualTo(Status.FAILED);
    assertThat(Rules.check(facts.facts()).failed()).isFalse();
    assertThat(Rules.check(facts.facts()).violations(Level.WARN)).isEqualTo(1);
    facts.declare("java: '[18,)'\nrules: {java: off}");
    assertThat(facts.check("java").status()).isEqualTo(Status.OFF);
  }

  @Test
  void aLockThatIsMissingOrOfAnotherPlatformFails() {
    facts.lock = Optional.of(lock(false, Optional.empty(), List.of()));
    assertThat(facts.check("lock").violations().get(0).found()).isEqualTo("there is no such file");
    facts.lock = Optional.of(lock(true, Optional.empty(), List.of("osx-aarch64-cpu")));
    assertThat(facts.check("lock").violations().get(0).found())
        .isEqualTo("it has entries for osx-aarch64-cpu");
  }

  @Test
  void aStaleLockIsToldByABoundedDiff() {
    LockEntry now = now();
    TreeMap<String, java.util.SortedMap<String, String>> sections = new TreeMap<>(now.sections());
    sections.put("natives", new TreeMap<>(Map.of("libtorch_cpu.so", "00".repeat(32))));
    TreeMap<String, String> artifacts = new TreeMap<>(now.sections().get("artifacts"));
    artifacts.remove("ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0");
    for (int i = 0; i < 30; i++) {
      artifacts.put("org.x:gone" + i + ":1", "ef".repeat(32));
    }
    sections.put("artifacts", artifacts);
    facts.lock = Optional.of(lock(true, Optional.of(new LockEntry(sections)), List.of()));
    Violation stale = facts.check("lock").violations().get(0);
    assertThat(stale.found())
        .contains("artifacts org.x:gone0:1: efefefefefef -> none", "; and 11 more");
    assertThat(stale.mend()).startsWith("mvn trunk:lock");
    assertThat(facts.check("unlocked-dependency").violations().get(0).found())
        .isEqualTo(
            "ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0 has none, and comes by"
                + " ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0");
  }

  @Test
  void aLockOfWhatIsThereNowPasses() {
    facts.lock = Optional.of(lock(true, Optional.of(now()), List.of()));
    assertThat(facts.check("lock").status()).isEqualTo(Status.PASSED);
    assertThat(facts.check("unlocked-dependency").status()).isEqualTo(Status.PASSED);
  }

  private LockEntry now() {
    Facts present = facts.facts();
    return LockEntry.of(
        present.engine().orElseThrow(), present.dependencies(), present.pinnedVariables());
  }

  private LockFacts lock(boolean exists, Optional<LockEntry> locked, List<String> others) {
    return new LockFacts(
        "src/trunk/environment.lock",
        "linux-x86_64-cpu",
        exists,
        locked,
        new TreeSet<>(others),
        Optional.of(now()));
  }
}
