package io.github.trunkrepro.runtime.environment;

import java.util.List;
import java.util.Locale;

/** The CPU has the declared features. */
final class CpuFeaturesRule implements Rule {
  @Override
  public String name() {
    return "cpu-features";
  }

  @Override
  public Outcome check(Facts facts) {
    return facts.withMachine(
        machine -> {
          if (facts.declared().cpuFeatures().isEmpty()) {
            return Outcome.notDeclared(machine.cpu());
          }
          if (machine.cpuFeatures().isEmpty()) {
            return Outcome.notRun("this system does not tell the CPU's features");
          }
          Declared<List<String>> declared = facts.declared().cpuFeatures().get();
          List<String> missing =
              declared.value().stream()
                  .filter(f -> !machine.cpuFeatures().contains(f.toLowerCase(Locale.ROOT)))
                  .toList();
          if (missing.isEmpty()) {
            return Outcome.passed(String.join(", ", declared.value()) + " (" + machine.cpu() + ")");
          }
          return Outcome.failed(
              new Violation(
                  "a CPU with " + String.join(", ", declared.value()),
                  machine.cpu() + ", which lacks " + String.join(", ", missing),
                  declared.where(),
                  "build on such a CPU; names are those of the flags in /proc/cpuinfo"));
        });
  }
}
