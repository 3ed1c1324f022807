package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.attestation.Bundle;
import io.github.trunkrepro.runtime.attestation.Fault;
import io.github.trunkrepro.runtime.attestation.Verification;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;

/**
 * Verifies a finished run, or the artifact that was published of it: all digests, and whatever
 * follows from something else. It trains nothing and needs no images. All faults are told at once.
 *
 * @since 0.1.0
 */
@Mojo(name = "verify-manifest", requiresProject = false, threadSafe = true)
public class VerifyManifestMojo extends ResultMojo {

  /**
   * What to verify: the folder of a run, an archive, its address, or its coordinates, <code>
   * groupId:artifactId:version</code> or <code>groupId:artifactId:jar:classifier:version</code>.
   * The default is the output folder.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.network")
  String network;

  /**
   * File of the public key, Ed25519 in PEM, that must have signed; by default a signature is named
   * and not verified.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.publicKey")
  File publicKey;

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
  void run() throws IOException {
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
      new SignatureCheck(publicKey, getLog()).of(bundle);
      getLog().info("verified " + place);
      getLog().info("identity " + bundle.manifest().reproducible().identity());
    }
  }

  private static String line(Fault fault) {
    return "%n  %s: %s".formatted(fault.check(), fault.message());
  }

  private Path place() throws IOException {
    return network == null
        ? outputDirectory.toPath()
        : new BundleLocator(repositories, session, project)
            .find("network", network, BuildFolder.of(project).resolve("trunk-downloads"));
  }
}
