package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.document.ByteSize;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec.Level;
import io.github.trunkrepro.runtime.environment.VersionRule.Found;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All rules, in the order of reports. */
public final class Rules {
  private static final String DEPENDENCY =
      "change its version among the dependencies of pom.xml to one in %s, or declare another range";

  private static final List<Rule> ALL =
      List.of(
          new EngineRule(),
          new EngineVersionsRule(),
          new DeviceRule(),
          new FlavorRule(),
          new VersionRule(
              "pytorch",
              "PyTorch",
              EnvironmentSpec::pytorch,
              ofEngine(engine -> Found.version(engine.pytorch(), "flavour " + engine.flavor())),
              DEPENDENCY),
          new VersionRule(
              "djl",
              "DJL",
              EnvironmentSpec::djl,
              ofEngine(engine -> Found.version(engine.djl(), "")),
              DEPENDENCY),
          new VersionRule(
              "cuda", "CUDA runtime", EnvironmentSpec::cuda, ofEngine(Rules::cuda), DEPENDENCY),
          new VersionRule(
              "driver",
              "NVIDIA's driver",
              EnvironmentSpec::driver,
              ofMachine(Rules::driver),
              "install a driver in %s, or declare the one that is there"),
          new GpuRule(),
          new NativesRule(),
          new ProbeRule(),
          new VersionRule(
              "java",
              "Java",
              EnvironmentSpec::java,
              ofMachine(machine -> Found.version(machine.java(), machine.javaHome())),
              "set JAVA_HOME to a JDK in %s, or configure one by maven-toolchains-plugin"),
          new WordRule(
              "os",
              "operating system",
              EnvironmentSpec::os,
              MachineFacts::os,
              machine ->
                  machine.osVersion()
                      + ", kernel "
                      + machine.kernel()
                      + machine.libc().map(libc -> ", " + libc).orElse("")),
          new WordRule(
              "arch", "architecture", EnvironmentSpec::arch, MachineFacts::arch, MachineFacts::cpu),
          new CpuFeaturesRule(),
          new AmountRule(
              "cpu-threads",
              "cores",
              spec -> spec.cpuThreads().map(d -> new Declared<>((long) d.value(), d.where())),
              MachineFacts::cores,
              cores -> cores + (cores == 1 ? " core" : " cores"),
              "give the build more cores (of a container: --cpus), or declare fewer"),
          new AmountRule(
              "memory",
              "memory",
              EnvironmentSpec::memory,
              MachineFacts::memory,
              ByteSize::text,
              "give the build more memory (of a container: --memory), or declare less"),
          new AmountRule(
              "disk",
              "free disk",
              EnvironmentSpec::disk,
              machine -> new MachineFacts.Limit(machine.disk(), "where results are written"),
              ByteSize::text,
              "make room, or write elsewhere with -Dtrunk.outputDirectory=FOLDER"),
          new VariablesRule(),
          new LockRule(),
          new DependencyRule("unlocked-dependency", "none", LockRule::unlocked),
          new DependencyRule("snapshot", "none", DependencyRule::snapshots),
          new DependencyRule("dynamic-version", "none", DependencyRule::dynamicVersions),
          new DependencyRule("two-versions", "none", DependencyRule::conflicts),
          new AnalysisRule("unused-dependency", "none", AnalysisRule::unused),
          new AnalysisRule("undeclared-dependency", "none", AnalysisRule::undeclared));

  private Rules() {}

  /** Names of all rules. */
  public static List<String> names() {
    return ALL.stream().map(Rule::name).toList();
  }

  /** Checks all of them. */
  public static EnvironmentReport check(Facts facts) {
    return new EnvironmentReport(ALL.stream().map(rule -> check(rule, facts)).toList());
  }

  private static RuleResult check(Rule rule, Facts facts) {
    Level level = facts.declared().levels().getOrDefault(rule.name(), Level.ERROR);
    Outcome outcome =
        level == Level.OFF ? new Outcome(RuleResult.Status.OFF, "", List.of()) : rule.check(facts);
    return new RuleResult(
        rule.name(), level, outcome.status(), outcome.note(), outcome.violations());
  }

  private static Found cuda(EngineFacts engine) {
    return engine.flavor().startsWith("cu")
        ? Found.version(
            EngineCombinations.cudaVersion(engine.flavor()), "flavour " + engine.flavor())
        : Found.none("none: the native PyTorch is of flavour " + engine.flavor());
  }

  private static Found driver(MachineFacts machine) {
    GpuFacts gpus = machine.gpus();
    return gpus.unavailable()
        .map(Found::none)
        .orElseGet(() -> Found.version(gpus.driver(), "CUDA " + gpus.cuda() + " at most"));
  }

  private static Function<Facts, Found> ofEngine(Function<EngineFacts, Found> found) {
    return facts -> of(facts.engine(), found, "the engine did not run");
  }

  private static Function<Facts, Found> ofMachine(Function<MachineFacts, Found> found) {
    return facts -> of(facts.machine(), found, "no process could be started");
  }

  private static <T> Found of(Optional<T> facts, Function<T, Found> found, String why) {
    return facts.map(found).orElseGet(() -> Found.notRun(why));
  }
}
