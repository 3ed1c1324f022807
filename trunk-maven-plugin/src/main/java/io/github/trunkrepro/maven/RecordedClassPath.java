package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/** Brings the artifacts that a run had on its class path, and no others. */
final class RecordedClassPath {
  private final RepositorySystem repositories;
  private final MavenSession session;
  private final List<RemoteRepository> remotes;

  RecordedClassPath(RepositorySystem repositories, MavenSession session, MavenProject project) {
    this.repositories = repositories;
    this.session = session;
    this.remotes =
        Stream.concat(
                project.getRemoteProjectRepositories().stream(),
                project.getRemotePluginRepositories().stream())
            .distinct()
            .toList();
  }

  /**
   * The artifacts in their order, each with its file.
   *
   * @throws UserException that names every one that cannot be had, or has other bytes
   */
  List<org.apache.maven.artifact.Artifact> resolve(List<Origin.ClassPathEntry> entries) {
    List<ArtifactRequest> requests =
        entries.stream()
            .map(entry -> new ArtifactRequest(new DefaultArtifact(entry.artifact()), remotes, null))
            .toList();
    List<ArtifactResult> results = results(requests);
    List<String> problems = new ArrayList<>();
    List<org.apache.maven.artifact.Artifact> artifacts = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Optional<String> problem = problem(entries.get(i), results.get(i));
      if (problem.isPresent()) {
        problems.add(problem.get());
      } else {
        artifacts.add(RepositoryUtils.toArtifact(results.get(i).getArtifact()));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK,
          "%d of the %d artifacts that trained cannot be had as they were:%n  %s%nNothing was trained. Look for them in the repositories of settings.xml; a changed one may stand in the local repository."
              .formatted(problems.size(), entries.size(), String.join("\n  ", problems)));
    }
    return artifacts;
  }

  private List<ArtifactResult> results(List<ArtifactRequest> requests) {
    try {
      return repositories.resolveArtifacts(session.getRepositorySession(), requests);
    } catch (ArtifactResolutionException e) {
      return e.getResults();
    }
  }

  private static Optional<String> problem(Origin.ClassPathEntry entry, ArtifactResult result) {
    if (entry.sha256().isEmpty()) {
      return Optional.of(
          entry.artifact() + ": it was a folder of classes when it trained, and no artifact");
    }
    if (!result.isResolved()) {
      List<Exception> reasons = result.getExceptions();
      return Optional.of(
          entry.artifact()
              + ": "
              + (reasons.isEmpty() ? "not found" : reasons.get(reasons.size() - 1).getMessage()));
    }
    Path file = result.getArtifact().getFile().toPath();
    String found = FileStamps.sha256(file);
    return found.equals(entry.sha256().get())
        ? Optional.empty()
        : Optional.of(
            "%s: expected SHA-256 %s, found %s in %s"
                .formatted(entry.artifact(), entry.sha256().get(), found, file));
  }
}
