package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.engine.EngineSpec.DeviceChoice;
import io.github.trunkrepro.runtime.engine.InstalledPyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One flavour of native PyTorch is on the class path; it is the one for the declared device, the
 * driver can run it, and the engine has loaded it and not another in its place.
 */
final class FlavorRule implements Rule {
  /**
   * Oldest driver for a CUDA major version (NVIDIA, CUDA Toolkit release notes, "Minimum Required
   * Driver Version for CUDA Minor Version Compatibility").
   */
  private static String oldestDriver(String cuda) {
    return switch (cuda.split("\\.", 2)[0]) {
      case "13" -> "580";
      case "12" -> "525";
      default -> "450";
    };
  }

  @Override
  public String name() {
    return "native-flavor";
  }

  @Override
  public Outcome check(Facts facts) {
    TreeSet<String> flavors = new TreeSet<>();
    facts.nativeArtifacts().forEach(artifact -> flavors.add(flavor(artifact)));
    List<Violation> violations = new ArrayList<>();
    if (flavors.size() > 1) {
      violations.add(
          new Violation(
              "one flavour of native PyTorch",
              flavors.size() + ": " + ways(facts),
              where(facts),
              "remove all but one; the engine would choose by the machine"));
    }
    Optional<Declared<DeviceChoice>> device = facts.declared().device();
    boolean wantsCuda =
        device.filter(declared -> declared.value() == DeviceChoice.CUDA).isPresent();
    Optional<Declared<InstalledPyTorch>> installed = facts.declared().nativeLibrary();
    if (installed.isPresent() && !flavors.isEmpty()) {
      violations.add(
          new Violation(
              "one PyTorch: that in " + installed.get().value().path(),
              "also among the dependencies: " + ways(facts),
              where(facts),
              "remove the dependency, or nativeLibrary"));
    }
    if (wantsCuda && installed.isEmpty() && flavors.stream().noneMatch(f -> f.startsWith("cu"))) {
      violations.add(
          new Violation(
              "a CUDA flavour of native PyTorch among the dependencies",
              flavors.isEmpty() ? "none" : ways(facts),
              device.orElseThrow().where(),
              "declare ai.djl.pytorch:pytorch-native-cu124:2.5.1 with DJL 0.32.0 and pytorch-jni"
                  + " 2.5.1-0.32.0; or declare device: cpu"));
    }
    for (DependencyFacts.Artifact artifact : facts.nativeArtifacts()) {
      String flavor = flavor(artifact);
      checkCuda(
          facts,
          flavor,
          artifact.id() + " " + artifact.version(),
          facts.where(artifact),
          "declare pytorch-native-cpu in its place: it has a twentieth of the size, and other bits",
          violations);
    }
    installed.ifPresent(
        declared ->
            checkCuda(
                facts,
                declared.value().flavor(),
                "PyTorch in " + declared.value().path(),
                declared.where(),
                "declare device: cuda, or a PyTorch for the CPU",
                violations));
    facts
        .engine()
        .filter(engine -> flavors.size() == 1 && !flavors.contains(engine.flavor()))
        .ifPresent(
            engine ->
                violations.add(
                    new Violation(
                        "the engine loads flavour " + flavors.first(),
                        "it took " + engine.flavor() + " in its place",
                        where(facts),
                        "see what the rules device and driver say")));
    installed.ifPresent(declared -> flavors.add(declared.value().flavor()));
    return Outcome.of(violations, String.join(", ", flavors));
  }

  private static void checkCuda(
      Facts facts,
      String flavor,
      String what,
      String where,
      String mendForCpu,
      List<Violation> violations) {
    if (!flavor.startsWith("cu")) {
      return;
    }
    String cuda = EngineCombinations.cudaVersion(flavor);
    facts
        .declared()
        .device()
        .filter(device -> device.value() == DeviceChoice.CPU)
        .ifPresent(
            device ->
                violations.add(
                    new Violation(
                        "the CPU flavour of native PyTorch, as device is cpu",
                        what + " (CUDA " + cuda + ")",
                        where,
                        mendForCpu)));
    facts
        .machine()
        .map(MachineFacts::gpus)
        .flatMap(gpus -> driverProblem(gpus, cuda))
        .ifPresent(
            found ->
                violations.add(
                    new Violation(
                        "NVIDIA's driver "
                            + oldestDriver(cuda)
                            + " or newer, for "
                            + what
                            + " (CUDA "
                            + cuda
                            + ")",
                        found,
                        where,
                        "install such a driver, or declare a flavour that this one can run")));
  }

  private static Optional<String> driverProblem(GpuFacts gpus, String cuda) {
    if (gpus.unavailable().isPresent()) {
      return gpus.unavailable();
    }
    VersionRange newEnough = VersionRange.parse("[" + oldestDriver(cuda) + ",)");
    return newEnough.contains(gpus.driver())
        ? Optional.empty()
        : Optional.of("driver " + gpus.driver() + ", which runs CUDA " + gpus.cuda() + " at most");
  }

  private static String flavor(DependencyFacts.Artifact artifact) {
    String name = artifact.id().split(":", -1)[1];
    return name.substring(Facts.NATIVE_PREFIX.length());
  }

  private static String where(Facts facts) {
    return facts.nativeArtifacts().stream().map(facts::where).collect(Collectors.joining(", "));
  }

  private static String ways(Facts facts) {
    return facts.nativeArtifacts().stream()
        .map(artifact -> artifact.id() + " by " + String.join(" > ", artifact.path()))
        .collect(Collectors.joining("; "));
  }
}
