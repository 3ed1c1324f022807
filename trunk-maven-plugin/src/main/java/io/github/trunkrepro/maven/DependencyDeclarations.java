package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.environment.DependencyFacts.Declaration;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.InputLocation;
import org.apache.maven.model.InputSource;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.artifact.ArtifactTypeRegistry;

/** The direct dependencies of a project, with the place where each is written. */
final class DependencyDeclarations {
  private DependencyDeclarations() {}

  /** Of the effective model: inherited ones too, versions managed and properties replaced. */
  static List<Declaration> of(MavenProject project, ArtifactTypeRegistry types) {
    return project.getDependencies().stream()
        .map(
            dependency ->
                new Declaration(
                    DependencyGraph.id(
                        RepositoryUtils.toDependency(dependency, types).getArtifact()),
                    Objects.requireNonNullElse(dependency.getVersion(), ""),
                    Objects.requireNonNullElse(dependency.getScope(), "compile"),
                    where(project, dependency)))
        .toList();
  }

  private static String where(MavenProject project, Dependency dependency) {
    InputLocation location = dependency.getLocation("");
    InputSource source = location == null ? null : location.getSource();
    if (source == null) {
      return "pom.xml";
    }
    if (isOwn(project, source)) {
      return pom(project, source) + ":" + location.getLineNumber();
    }
    for (MavenProject parent = project.getParent(); parent != null; parent = parent.getParent()) {
      if (isOf(parent, source)) {
        return parent.getGroupId() + ":" + parent.getArtifactId() + ":" + parent.getVersion();
      }
    }
    return Objects.requireNonNullElse(source.getModelId(), "pom.xml");
  }

  private static boolean isOwn(MavenProject project, InputSource source) {
    if (isOf(project, source)) {
      return true;
    }
    return source.getLocation() != null
        && files(project).anyMatch(Path.of(source.getLocation()).toAbsolutePath()::equals);
  }

  /** The version may still be a property there. */
  private static boolean isOf(MavenProject project, InputSource source) {
    return source.getModelId() != null
        && source
            .getModelId()
            .startsWith(project.getGroupId() + ":" + project.getArtifactId() + ":");
  }

  /** Its pom; plugins put another in its place. */
  private static Stream<Path> files(MavenProject project) {
    return Stream.of(project.getFile(), project.getModel().getPomFile())
        .filter(Objects::nonNull)
        .map(File::toPath)
        .map(Path::toAbsolutePath);
  }

  private static String pom(MavenProject project, InputSource source) {
    if (source.getLocation() == null || project.getBasedir() == null) {
      return "pom.xml";
    }
    Path base = project.getBasedir().toPath().toAbsolutePath();
    Path pom = Path.of(source.getLocation()).toAbsolutePath();
    return Objects.equals(base.getRoot(), pom.getRoot())
        ? base.relativize(pom).toString().replace(File.separatorChar, '/')
        : pom.getFileName().toString();
  }
}
