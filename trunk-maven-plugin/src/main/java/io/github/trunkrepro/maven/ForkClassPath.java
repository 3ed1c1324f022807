package io.github.trunkrepro.maven;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.Artifact;

/** Class path of a fork. */
final class ForkClassPath {
  private static final String RUNTIME = "io.github.trunkrepro:trunk-runtime:";

  /**
   * What the plugin needs for itself: its own jar, JGit, the analysis of classes, CycloneDX, what
   * they need.
   */
  private static final Set<String> PLUGIN_ONLY =
      Set.of(
          "io.github.trunkrepro:trunk-maven-plugin",
          "org.eclipse.jgit:org.eclipse.jgit",
          "com.googlecode.javaewah:JavaEWAH",
          "org.apache.maven.shared:maven-dependency-analyzer",
          "org.ow2.asm:asm",
          "org.cyclonedx:cyclonedx-core-java",
          "org.apache.commons:commons-collections4",
          "com.github.package-url:packageurl-java",
          "com.fasterxml.jackson.dataformat:jackson-dataformat-xml",
          "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml",
          "org.codehaus.woodstox:stax2-api",
          "com.fasterxml.woodstox:woodstox-core",
          "com.networknt:json-schema-validator",
          "com.ethlo.time:itu",
          "org.slf4j:slf4j-api");

  private ForkClassPath() {}

  /**
   * The runtime with its dependencies, as the plugin resolved them, then what the project declares
   * and the runtime does not bring: DJL and natives of the project's choice. The project's own
   * classes are not on it.
   */
  static List<Path> of(Collection<Artifact> plugin, Collection<Artifact> project) {
    return artifacts(plugin, project).stream()
        .map(artifact -> artifact.getFile().toPath())
        .toList();
  }

  /** The artifacts of the class path, in its order; each has a file. */
  static List<Artifact> artifacts(Collection<Artifact> plugin, Collection<Artifact> project) {
    Map<String, Artifact> entries = new LinkedHashMap<>();
    for (Artifact artifact : plugin) {
      if (belongsToRuntime(artifact)) {
        put(entries, artifact);
      }
    }
    for (Artifact artifact : project) {
      if (artifact.getArtifactHandler().isAddedToClasspath()) {
        put(entries, artifact);
      }
    }
    return List.copyOf(entries.values());
  }

  /**
   * Whether an artifact came through the runtime. Maven 3 lists the way that it came; Maven 4 gives
   * the artifact alone, as Maven 3 does for the plugin's own jar.
   */
  private static boolean belongsToRuntime(Artifact artifact) {
    List<String> trail = artifact.getDependencyTrail();
    if (trail == null || trail.size() <= 1) {
      return !PLUGIN_ONLY.contains(artifact.getGroupId() + ":" + artifact.getArtifactId());
    }
    return trail.stream().anyMatch(step -> step.startsWith(RUNTIME));
  }

  private static void put(Map<String, Artifact> entries, Artifact artifact) {
    if (artifact.getFile() != null) {
      entries.putIfAbsent(artifact.getDependencyConflictId(), artifact);
    }
  }
}
