package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.fork.RunRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A run and the JVM that it gets.
 *
 * @param prefix of the command: a program that runs another, with its arguments; usually empty
 * @param java the {@code java} executable
 * @param environment the whole environment, nothing is inherited
 */
record ForkRequest(
    RunRequest run,
    List<String> prefix,
    Path java,
    List<String> jvmArguments,
    List<Path> classPath,
    Map<String, String> environment) {
  ForkRequest {
    prefix = List.copyOf(prefix);
    jvmArguments = List.copyOf(jvmArguments);
    classPath = List.copyOf(classPath);
    environment = Map.copyOf(environment);
  }

  /** The same JVM for another run. */
  ForkRequest withRun(RunRequest newRun) {
    return new ForkRequest(newRun, prefix, java, jvmArguments, classPath, environment);
  }

  /** The same, run by another program. */
  ForkRequest withPrefix(List<String> newPrefix) {
    return new ForkRequest(run, newPrefix, java, jvmArguments, classPath, environment);
  }

  /** The same with one more argument for the JVM. */
  ForkRequest withArgument(String argument) {
    List<String> arguments = Stream.concat(jvmArguments.stream(), Stream.of(argument)).toList();
    return new ForkRequest(run, prefix, java, arguments, classPath, environment);
  }

  /** The same in another environment. */
  ForkRequest withEnvironment(Map<String, String> newEnvironment) {
    return new ForkRequest(run, prefix, java, jvmArguments, classPath, newEnvironment);
  }
}
