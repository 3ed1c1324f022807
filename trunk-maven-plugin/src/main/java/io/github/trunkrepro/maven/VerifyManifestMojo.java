package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.attestation.Bundle;
import io.github.trunkrepro.runtime.attestation.Fault;
import io.github.trunkrepro.runtime.attestation.Verification;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/**
 * Verifies a finished run, or the artifact that was published of it: all digests, and whatever
 * follows from something else. It trains nothing and needs no images. All faults are told at once.
 *
 * @since 0.1.0
 */
@Mojo(name = "verify-manifest", requiresProject = false, threadSafe = true)
public class VerifyManifestMojo extends ResultMojo {

  /**
   * What to verify: the folder of a run, an archive, or the coordinates of an archive, <code>
   * groupId:artifactId:version</code> or <code>groupId:artifactId:jar:classifier:version</code>.
   * The default is the output folder.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.network")
  String network;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  private final RepositorySystem repositories;

  /**
   * Creates the goal.
   *
   * @param repositories resolves the archive
   */
  @Inject
  public VerifyManifestMojo(RepositorySystem repositories) {
    this.repositories = repositories;
  }

  @Override
  void run() {
    Path place = place();
    try (Bundle bundle = Bundle.open(place)) {
      List<Fault> faults = Verification.of(bundle);
      if (!faults.isEmpty()) {
        throw new UserException(
            UserException.Kind.CHECK,
            "%s is not as it was written: %d faults.%s%nTake it from where it was trained, or train again with mvn trunk:train."
                .formatted(
                    place,
                    faults.size(),
                    String.join("", faults.stream().map(VerifyManifestMojo::line).toList())));
      }
      getLog().info("verified " + place);
      getLog().info("identity " + bundle.manifest().reproducible().identity());
    }
  }

  private static String line(Fault fault) {
    return "%n  %s: %s".formatted(fault.check(), fault.message());
  }

  private Path place() {
    if (network == null) {
      return outputDirectory.toPath();
    }
    File file = new File(network);
    Path given =
        file.isAbsolute() || project.getBasedir() == null
            ? file.toPath()
            : project.getBasedir().toPath().resolve(network);
    return Files.exists(given) || !network.matches("[^:/\\\\]+(:[^:/\\\\]+){2,4}")
        ? given
        : resolved();
  }

  private Path resolved() {
    String[] parts = network.split(":", -1);
    String coordinates =
        parts.length == 3
            ? String.join(":", parts[0], parts[1], "jar", "trunk", parts[2])
            : network;
    try {
      return repositories
          .resolveArtifact(
              session.getRepositorySession(),
              new ArtifactRequest(
                  new DefaultArtifact(coordinates), project.getRemoteProjectRepositories(), null))
          .getArtifact()
          .getFile()
          .toPath();
    } catch (ArtifactResolutionException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "<network> (trunk.network) is %s, which cannot be resolved: %s"
              .formatted(network, e.getMessage()),
          e);
    }
  }
}
