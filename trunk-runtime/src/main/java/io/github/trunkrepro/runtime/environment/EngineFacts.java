package io.github.trunkrepro.runtime.environment;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the engine of the process that trains is, as it was seen at work.
 *
 * @param device where an array was made and computed with: {@code cpu} or {@code cuda}
 * @param djl version of the engine
 * @param jni version of DJL's native library, as in {@code 2.7.1-0.36.0}
 * @param pytorch version of the native library
 * @param flavor of the native library, as in {@code cpu} or {@code cu128}
 * @param libraries of the engine that the process has mapped
 * @param platform key of what bits depend on, as in manifests and baselines
 * @param probe SHA-256 of what the probe network learned in a few steps
 */
public record EngineFacts(
    String device,
    String djl,
    String jni,
    String pytorch,
    String flavor,
    List<Library> libraries,
    String platform,
    String probe) {
  public EngineFacts {
    libraries = List.copyOf(libraries);
  }

  /** The same with the sources of libraries replaced. */
  public EngineFacts withSources(UnaryOperator<String> source) {
    return new EngineFacts(
        device,
        djl,
        jni,
        pytorch,
        flavor,
        libraries.stream()
            .map(library -> new Library(library.name, library.sha256, source.apply(library.source)))
            .toList(),
        platform,
        probe);
  }

  /**
   * A library that is mapped and is the expected one.
   *
   * @param source Maven coordinates of the artifact that it came from, the jar's file name, or a
   *     folder
   */
  public record Library(String name, String sha256, String source) {}
}
