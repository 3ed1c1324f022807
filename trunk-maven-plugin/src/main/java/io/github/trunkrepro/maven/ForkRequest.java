package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.fork.RunRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A run and the JVM that it gets.
 *
 * @param java the {@code java} executable
 * @param environment the whole environment, nothing is inherited
 */
record ForkRequest(
    RunRequest run,
    Path java,
    List<String> jvmArguments,
    List<Path> classPath,
    Map<String, String> environment) {
  ForkRequest {
    jvmArguments = List.copyOf(jvmArguments);
    classPath = List.copyOf(classPath);
    environment = Map.copyOf(environment);
  }
}
