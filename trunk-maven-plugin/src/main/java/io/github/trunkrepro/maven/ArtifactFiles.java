package io.github.trunkrepro.maven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/**
 * Files of artifacts. Those of the running build's own modules are what this build has made of
 * them, and never what an older build installed; all others come from the repositories, and what
 * cannot be had is told, not thrown.
 */
final class ArtifactFiles {
  private final RepositorySystem repositories;
  private final RepositorySystemSession session;
  private final Collection<MavenProject> reactor;
  private final Map<Artifact, Artifact> resolved = new LinkedHashMap<>();
  private final Map<Artifact, String> missing = new LinkedHashMap<>();

  ArtifactFiles(
      RepositorySystem repositories,
      RepositorySystemSession session,
      Collection<MavenProject> reactor) {
    this.repositories = repositories;
    this.session = session;
    this.reactor = List.copyOf(reactor);
  }

  /** Asks the repositories for files that were not asked for yet. */
  void resolve(Collection<DependencyGraph.Chosen> chosen) {
    List<ArtifactRequest> requests = new ArrayList<>();
    for (DependencyGraph.Chosen one : chosen) {
      Artifact artifact = one.artifact();
      if (!isModule(artifact)
          && !resolved.containsKey(artifact)
          && !missing.containsKey(artifact)) {
        requests.add(new ArtifactRequest(one.node()));
      }
    }
    results(requests).forEach(this::keep);
  }

  private List<ArtifactResult> results(List<ArtifactRequest> requests) {
    try {
      return repositories.resolveArtifacts(session, requests);
    } catch (ArtifactResolutionException e) {
      return e.getResults();
    }
  }

  private void keep(ArtifactResult result) {
    Artifact artifact = result.getRequest().getArtifact();
    if (result.isResolved()) {
      resolved.put(artifact, result.getArtifact());
    } else {
      List<Exception> reasons = result.getExceptions();
      missing.put(
          artifact, reasons.isEmpty() ? "not found" : reasons.get(reasons.size() - 1).getMessage());
    }
  }

  /** The artifact with its file and the version that {@code LATEST} stood for, if it was found. */
  Optional<Artifact> resolved(Artifact artifact) {
    return Optional.ofNullable(resolved.get(artifact));
  }

  /** Why a file is not there. */
  Optional<String> missing(Artifact artifact) {
    return Optional.ofNullable(missing.get(artifact));
  }

  /** The file that would be published: none of a module that is not packaged yet. */
  Optional<Path> file(Artifact artifact) {
    return module(artifact)
        .map(project -> packaged(project, artifact))
        .orElseGet(() -> resolved(artifact).map(found -> found.getFile().toPath()))
        .filter(Files::isRegularFile);
  }

  /** Jar or folder that holds its classes. */
  Optional<Path> classes(Artifact artifact) {
    Optional<Path> file = file(artifact);
    if (file.isPresent() || !artifact.getClassifier().isEmpty()) {
      return file;
    }
    return module(artifact)
        .map(project -> Path.of(project.getBuild().getOutputDirectory()))
        .filter(Files::isDirectory);
  }

  /** Whether it is built by the running build. */
  boolean isModule(Artifact artifact) {
    return module(artifact).isPresent();
  }

  private Optional<MavenProject> module(Artifact artifact) {
    return reactor.stream()
        .filter(
            project ->
                project.getGroupId().equals(artifact.getGroupId())
                    && project.getArtifactId().equals(artifact.getArtifactId())
                    && project.getVersion().equals(artifact.getBaseVersion()))
        .findFirst();
  }

  private static Optional<Path> packaged(MavenProject project, Artifact artifact) {
    return Stream.concat(Stream.of(project.getArtifact()), project.getAttachedArtifacts().stream())
        .filter(
            built ->
                built.getFile() != null
                    && artifact.getClassifier().equals(classifier(built))
                    && artifact.getExtension().equals(built.getArtifactHandler().getExtension()))
        .map(built -> built.getFile().toPath())
        .findFirst();
  }

  private static String classifier(org.apache.maven.artifact.Artifact artifact) {
    return artifact.getClassifier() == null ? "" : artifact.getClassifier();
  }
}
