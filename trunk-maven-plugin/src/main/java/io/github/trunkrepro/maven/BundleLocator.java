package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** Finds a run, or the archive that was published of it, by what a user calls it. */
final class BundleLocator {
  private static final String COORDINATES = "[^:/\\\\]+(:[^:/\\\\]+){2,4}";
  private static final String ADDRESS = "https?://.*";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final RepositorySystem repositories;
  private final MavenSession session;
  private final MavenProject project;

  BundleLocator(RepositorySystem repositories, MavenSession session, MavenProject project) {
    this.repositories = repositories;
    this.session = session;
    this.project = project;
  }

  /**
   * The folder or archive; whether there is something is for {@link
   * io.github.trunkrepro.runtime.attestation.Bundle#open} to tell.
   *
   * @param parameter that names it, for messages
   * @param name a folder, its manifest, an archive, its address, or its coordinates
   * @param downloads folder for an archive that is fetched from an address
   * @throws UserException when an address or coordinates lead nowhere
   */
  Path find(String parameter, String name, Path downloads) throws IOException {
    if (name.matches(ADDRESS)) {
      return download(parameter, name, downloads);
    }
    Path file = path(name);
    if (file != null && Files.exists(file)) {
      return Files.isRegularFile(file) && file.endsWith(NetworkLayout.MANIFEST)
          ? file.toAbsolutePath().getParent()
          : file;
    }
    if (name.matches(COORDINATES)) {
      return resolve(parameter, name);
    }
    throw missing(parameter, name, "there is no such file or folder");
  }

  private Path path(String name) {
    try {
      return project.getBasedir() == null
          ? Path.of(name)
          : project.getBasedir().toPath().resolve(name);
    } catch (InvalidPathException e) {
      // Coordinates are no path on Windows.
      return null;
    }
  }

  private Path resolve(String parameter, String name) {
    String[] parts = name.split(":", -1);
    String coordinates =
        parts.length == 3 ? String.join(":", parts[0], parts[1], "jar", "trunk", parts[2]) : name;
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
      throw missing(parameter, name, "which cannot be resolved: " + e.getMessage());
    }
  }

  private Path download(String parameter, String name, Path downloads) throws IOException {
    if (session.isOffline()) {
      throw missing(parameter, name, "and Maven is offline (-o)");
    }
    MavenProxies proxies = new MavenProxies(session.getRepositorySession());
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(proxies)
            .authenticator(proxies.authenticator())
            .build();
    Files.createDirectories(downloads);
    Path part = Files.createTempFile(downloads, "archive-", ".tmp");
    try {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(URI.create(name)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw missing(parameter, name, "which answers HTTP status " + response.statusCode());
        }
        Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
      }
      return Files.move(
          part, downloads.resolve("archive.jar"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IllegalArgumentException e) {
      throw missing(parameter, name, "which is no address: " + e.getMessage());
    } catch (IOException e) {
      throw missing(parameter, name, "which cannot be read: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw missing(parameter, name, "and the download was interrupted");
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static UserException missing(String parameter, String name, String why) {
    return new UserException(
        UserException.Kind.SETUP,
        ("<%s> (trunk.%s) is %s, %s. Expected the folder of a run, the archive that trunk:train"
                + " attached, its address (http or https), or its coordinates,"
                + " groupId:artifactId:version.")
            .formatted(parameter, parameter, name, why));
  }
}
