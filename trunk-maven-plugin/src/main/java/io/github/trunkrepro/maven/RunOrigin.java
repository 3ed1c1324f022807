package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.manifest.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.model.Scm;
import org.apache.maven.project.MavenProject;

/** What Maven knows of where a run comes from. */
final class RunOrigin {
  private static final String RUNTIME = "trunk-runtime";
  private static final String SCM_GIT = "scm:git:";

  private RunOrigin() {}

  /**
   * The origin of a run.
   *
   * @param plugin artifacts of this plugin
   */
  static Origin of(MavenProject project, EngineSpec engine, Collection<Artifact> plugin) {
    List<Artifact> classPath = ForkClassPath.artifacts(plugin, project.getArtifacts());
    return new Origin(
        repository(project),
        GitState.folder(project.getBasedir()),
        engine,
        plugin(plugin),
        classPath.stream().map(RunOrigin::entry).toList());
  }

  /**
   * This plugin, {@code groupId:artifactId:version}.
   *
   * @param artifacts its own
   */
  static String plugin(Collection<Artifact> artifacts) {
    return "io.github.trunkrepro:trunk-maven-plugin:"
        + artifacts.stream()
            .filter(artifact -> artifact.getArtifactId().equals(RUNTIME))
            .map(Artifact::getVersion)
            .findFirst()
            .orElse("unknown");
  }

  /**
   * The address that the project declares, not that of the clone: another clone has another, and it
   * may hold somebody's password. A child's is the parent's with something appended, so that of the
   * project that wrote it is taken.
   */
  private static Optional<String> repository(MavenProject project) {
    MavenProject owner = project;
    while (owner != null
        && (owner.getOriginalModel() == null || owner.getOriginalModel().getScm() == null)) {
      owner = owner.getParent();
    }
    return Optional.ofNullable(owner)
        .map(MavenProject::getScm)
        .map(Scm::getConnection)
        .filter(connection -> connection.startsWith(SCM_GIT))
        .map(connection -> connection.substring(SCM_GIT.length()));
  }

  private static Origin.ClassPathEntry entry(Artifact artifact) {
    String classifier = artifact.getClassifier();
    Path file = artifact.getFile().toPath();
    return new Origin.ClassPathEntry(
        String.join(
            ":",
            artifact.getGroupId(),
            artifact.getArtifactId(),
            artifact.getArtifactHandler().getExtension()
                + (classifier == null || classifier.isEmpty() ? "" : ":" + classifier),
            artifact.getVersion()),
        Files.isRegularFile(file) ? Optional.of(FileStamps.sha256(file)) : Optional.empty());
  }
}
