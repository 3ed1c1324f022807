package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.fetch.FetchSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/** How a build fetches data sets: by its own proxies, and not at all when it is offline. */
final class Fetching {
  private Fetching() {}

  /**
   * The settings.
   *
   * @param mirrors as the user wrote them
   * @throws UserException when one is no address
   */
  static FetchSettings settings(List<String> mirrors, MavenSession session) {
    MavenProxies proxies = new MavenProxies(session.getRepositorySession());
    return new FetchSettings(
        mirrors.stream().map(Fetching::mirror).toList(),
        session.isOffline(),
        proxies,
        Optional.of(proxies.authenticator()));
  }

  private static URI mirror(String text) {
    try {
      URI mirror = new URI(text.strip());
      if (mirror.getScheme() != null
          && List.of("http", "https", "file").contains(mirror.getScheme())) {
        return mirror;
      }
    } catch (URISyntaxException e) {
      // told below, as any other text that is no address
    }
    throw new UserException(
        UserException.Kind.SETUP,
        "<mirrors> (trunk.mirrors) has %s; it must be an address that begins with https:, http: or file:."
            .formatted(text));
  }
}
