package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Facts of an ordinary machine without a GPU and of an ordinary project, and ways to vary them. */
final class SomeFacts {
  EnvironmentSpec declared = EnvironmentSpec.NONE;
  String java = "17.0.15";
  GpuFacts gpus = GpuFacts.unavailable("libnvidia-ml.so.1 is not on this machine");
  TreeSet<String> cpuFeatures = new TreeSet<>(List.of("avx2", "fma", "sse4_2"));
  long cores = 2;
  Optional<EngineFacts> engine = Optional.of(engine("cpu", "2.7.1", "cpu"));
  NoEngine noEngine = NoEngine.NONE;
  List<DependencyFacts.Declaration> declarations =
      new ArrayList<>(
          List.of(
              declaration("ai.djl.pytorch:pytorch-engine", "0.36.0", 12),
              declaration("ai.djl.pytorch:pytorch-jni", "2.7.1-0.36.0", 18),
              declaration("ai.djl.pytorch:pytorch-native-cpu:linux-x86_64", "2.7.1", 24)));
  List<DependencyFacts.Artifact> artifacts =
      new ArrayList<>(
          List.of(
              artifact("ai.djl.pytorch:pytorch-engine", "0.36.0"),
              artifact("ai.djl.pytorch:pytorch-jni", "2.7.1-0.36.0"),
              artifact("ai.djl.pytorch:pytorch-native-cpu:linux-x86_64", "2.7.1")));
  List<DependencyFacts.Conflict> conflicts = new ArrayList<>();
  Optional<DependencyFacts.Analysis> analysis = Optional.empty();
  Map<String, String> caller = Map.of("PATH", "/bin");
  Map<String, String> pinned = Map.of("OMP_NUM_THREADS", "2", "ATEN_CPU_CAPABILITY", "avx2");
  Optional<LockFacts> lock = Optional.empty();

  SomeFacts declare(String yaml) {
    declared =
        EnvironmentSchema.read(
            YamlReader.parse(yaml, "recipe.yaml", new Problems("recipe.yaml")), "recipe.yaml");
    return this;
  }

  Facts facts() {
    return new Facts(
        declared,
        Optional.of(
            new MachineFacts(
                java,
                "/jdk",
                "linux",
                "Some Linux 12",
                "6.1.0",
                Optional.of("glibc 2.36"),
                "x86_64",
                "Some CPU",
                cpuFeatures,
                new MachineFacts.Limit(cores, "cpu.max of the control group /build"),
                new MachineFacts.Limit(4L << 30, "memory.max of the control group /build"),
                3L << 30,
                gpus)),
        engine,
        noEngine,
        new DependencyFacts(declarations, artifacts, conflicts, analysis),
        caller,
        pinned,
        lock);
  }

  /** What a rule says. */
  RuleResult check(String rule) {
    return Rules.check(facts()).results().stream()
        .filter(result -> result.rule().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  static EngineFacts engine(String device, String pytorch, String flavor) {
    return new EngineFacts(
        device,
        "0.36.0",
        pytorch + "-0.36.0",
        pytorch,
        flavor,
        List.of(
            new EngineFacts.Library(
                "libtorch_cpu.so", "ab".repeat(32), "ai.djl.pytorch:pytorch-native-cpu:2.7.1")),
        "cpu-linux-x86_64-some",
        "12".repeat(32));
  }

  static DependencyFacts.Declaration declaration(String id, String version, int line) {
    return new DependencyFacts.Declaration(id, version, "runtime", "pom.xml:" + line);
  }

  static DependencyFacts.Artifact artifact(String id, String version, String... path) {
    String[] parts = id.split(":", -1);
    List<String> way =
        path.length > 0 ? List.of(path) : List.of(parts[0] + ":" + parts[1] + ":" + version);
    return new DependencyFacts.Artifact(
        id, version, "runtime", way, Optional.empty(), Optional.of("cd".repeat(32)));
  }

  static GpuFacts gpus(String driver, GpuFacts.Gpu... gpus) {
    return new GpuFacts(Optional.empty(), driver, "12.4", List.of(gpus));
  }
}
