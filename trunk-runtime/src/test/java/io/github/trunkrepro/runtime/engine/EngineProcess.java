package io.github.trunkrepro.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A JVM of its own with the environment that a fork gets, to be changed by tests. */
final class EngineProcess {
  static final DeterminismSpec SPEC =
      new DeterminismSpec(DeterminismSpec.Tier.BITWISE, 2, DeterminismSpec.Instructions.PORTABLE);

  final Map<String, String> environment = new LinkedHashMap<>();
  final List<String> before = new ArrayList<>();
  final List<String> jvmArguments = new ArrayList<>();
  private String classPath = System.getProperty("java.class.path");

  EngineProcess(Path cache) {
    environment.putAll(EngineEnvironment.variables(SPEC, cache));
    jvmArguments.addAll(EngineEnvironment.jvmArguments(Runtime.version().feature()));
    jvmArguments.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
  }

  /** The cache that this JVM uses: already unpacked. */
  static Path sharedCache() {
    return Path.of(System.getenv("ENGINE_CACHE_DIR"));
  }

  EngineProcess withoutClassPath(Predicate<String> left) {
    classPath =
        Arrays.stream(classPath.split(File.pathSeparator))
            .filter(left.negate())
            .collect(Collectors.joining(File.pathSeparator));
    return this;
  }

  /** What it printed, stderr included. */
  String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    String path = builder.environment().get("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    return output;
  }

  /** Whether a program is on the path. */
  static boolean has(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Path.of(folder, program).toFile().canExecute());
  }
}
