package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.environment.DependencyFacts.Declaration;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    return isOf(project, source)
        || file(source).filter(file -> files(project).anyMatch(file::equals)).isPresent();
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
        .map(file -> file.toAbsolutePath().normalize());
  }

  private static String pom(MavenProject project, InputSource source) {
    Optional<Path> pom = file(source);
    if (pom.isEmpty() || project.getBasedir() == null) {
      return "pom.xml";
    }
    Path base = project.getBasedir().toPath().toAbsolutePath().normalize();
    return Objects.equals(base.getRoot(), pom.get().getRoot())
        ? base.relativize(pom.get()).toString().replace(File.separatorChar, '/')
        : pom.get().getFileName().toString();
  }

  /** Maven 3 tells a path, Maven 4 a URI; a model that a plugin made may tell anything. */
  private static Optional<Path> file(InputSource source) {
    String location = source.getLocation();
    if (location == null) {
      return Optional.empty();
    }
    try {
      Path file = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
      return Optional.of(file.toAbsolutePath().normalize());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
