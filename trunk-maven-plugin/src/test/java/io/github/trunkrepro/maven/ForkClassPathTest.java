package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkClassPathTest {
  private static final String PLUGIN = "io.github.trunkrepro:trunk-maven-plugin:maven-plugin:1";
  private static final String RUNTIME = "io.github.trunkrepro:trunk-runtime:jar:1";

  @TempDir private Path folder;

  @Test
  void isTheRuntimeThenWhatTheProjectDeclaresBesides() {
    List<Artifact> plugin =
        List.of(
            through(jar("io.github.trunkrepro", "trunk-maven-plugin", "1"), PLUGIN),
            through(jar("trunk-runtime", "1"), PLUGIN, RUNTIME),
            through(jar("jackson", "2"), PLUGIN, RUNTIME, "g:jackson:jar:2"),
            through(jar("jgit", "7"), PLUGIN, "g:jgit:jar:7"));
    List<Artifact> project = List.of(jar("pytorch-engine", "0.36.0"), jar("jackson", "1"));

    assertThat(ForkClassPath.of(plugin, project))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("trunk-runtime-1.jar", "jackson-2.jar", "pytorch-engine-0.36.0.jar");
  }

  @Test
  void aMavenThatDoesNotTellTheWayGivesAllButWhatThePluginNeedsForItself() {
    List<Artifact> plugin =
        List.of(
            alone(jar("io.github.trunkrepro", "trunk-maven-plugin", "1")),
            alone(jar("io.github.trunkrepro", "trunk-runtime", "1")),
            alone(jar("com.fasterxml.jackson.core", "jackson-core", "2")),
            alone(jar("org.eclipse.jgit", "org.eclipse.jgit", "7")),
            alone(jar("com.googlecode.javaewah", "JavaEWAH", "1")),
            jar("org.slf4j", "slf4j-api", "2"));

    assertThat(ForkClassPath.of(plugin, List.of(jar("org.slf4j", "slf4j-api", "1"))))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("trunk-runtime-1.jar", "jackson-core-2.jar", "slf4j-api-1.jar");
  }

  private Artifact jar(String group, String name, String version) {
    return Artifacts.jar(folder, group, name, version, null);
  }

  private static Artifact alone(Artifact artifact) {
    artifact.setDependencyTrail(List.of(artifact.getId()));
    return artifact;
  }

  private Artifact jar(String name, String version) {
    return Artifacts.jar(folder, "g", name, version, null);
  }

  private static Artifact through(Artifact artifact, String... trail) {
    artifact.setDependencyTrail(List.of(trail));
    return artifact;
  }
}
