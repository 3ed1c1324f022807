package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.document.ByteSize;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec.GpuSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** There are as many graphics processors of the declared kind as are declared. */
final class GpuRule implements Rule {
  @Override
  public String name() {
    return "gpu";
  }

  @Override
  public Outcome check(Facts facts) {
    return facts.withMachine(
        machine -> {
          GpuFacts gpus = machine.gpus();
          String seen = gpus.unavailable().orElseGet(() -> all(gpus));
          if (facts.declared().gpu().isEmpty()) {
            return Outcome.notDeclared(seen);
          }
          Declared<GpuSpec> declared = facts.declared().gpu().get();
          long fit = gpus.devices().stream().filter(gpu -> fits(gpu, declared.value())).count();
          if (fit >= declared.value().count()) {
            return Outcome.passed(seen);
          }
          return Outcome.failed(
              new Violation(
                  expected(declared.value()),
                  seen,
                  declared.where(),
                  "build on a machine with such GPUs (nvidia-smi shows them), or declare those that"
                      + " it has"));
        });
  }

  private static boolean fits(GpuFacts.Gpu gpu, GpuSpec spec) {
    return spec.name().map(name -> Pattern.compile(name).matcher(gpu.name()).find()).orElse(true)
        && spec.memory().map(least -> gpu.memory() >= least).orElse(true)
        && spec.computeCapability()
            .map(range -> range.contains(gpu.computeCapability()))
            .orElse(true);
  }

  private static String expected(GpuSpec spec) {
    List<String> parts = new ArrayList<>();
    spec.name().ifPresent(name -> parts.add("name " + name));
    spec.memory().ifPresent(memory -> parts.add("memory " + ByteSize.text(memory) + " at least"));
    spec.computeCapability().ifPresent(range -> parts.add("compute capability " + range));
    return spec.count()
        + (spec.count() == 1 ? " GPU" : " GPUs")
        + (parts.isEmpty() ? "" : " of " + String.join(", ", parts));
  }

  private static String all(GpuFacts gpus) {
    return gpus.devices().isEmpty()
        ? "no GPU"
        : gpus.devices().stream()
            .map(
                gpu ->
                    gpu.name()
                        + ", "
                        + ByteSize.text(gpu.memory())
                        + ", compute capability "
                        + gpu.computeCapability())
            .collect(Collectors.joining("; "));
  }
}
