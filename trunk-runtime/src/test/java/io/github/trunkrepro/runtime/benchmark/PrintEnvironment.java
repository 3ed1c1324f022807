package io.github.trunkrepro.runtime.benchmark;

import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.engine.EngineEnvironment;
import java.nio.file.Path;
import java.util.Locale;

/** Prints what a fork is started with, a line each, for scripts. */
public final class PrintEnvironment {
  private PrintEnvironment() {}

  /** Arguments: {@code variables THREADS ENGINE_CACHE INSTRUCTIONS}, or {@code arguments}. */
  public static void main(String[] args) {
    if (args[0].equals("arguments")) {
      EngineEnvironment.jvmArguments(Runtime.version().feature()).forEach(System.out::println);
      return;
    }
    DeterminismSpec spec =
        new DeterminismSpec(
            DeterminismSpec.Tier.BITWISE,
            Integer.parseInt(args[1]),
            DeterminismSpec.Instructions.valueOf(args[3].toUpperCase(Locale.ROOT)));
    EngineEnvironment.variables(spec, Path.of(args[2]).toAbsolutePath())
        .forEach((name, value) -> System.out.println(name + "=" + value));
  }
}
