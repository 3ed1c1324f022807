package io.github.trunkrepro.runtime.fetch;

import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How files are fetched.
 *
 * @param mirrors addresses of folders ({@code http}, {@code https} or {@code file}) that are asked
 *     before the official addresses, in this order
 * @param offline whether only {@code file} addresses may be asked
 * @param proxies says which proxy stands before an address
 * @param authenticator gives passwords for the proxies
 * @param patience how long is waited for a connection, for an answer and for the next bytes
 * @param attempts how often an address is asked that fails for a while
 * @param pause before the second attempt; it doubles with each
 */
public record FetchSettings(
    List<URI> mirrors,
    boolean offline,
    ProxySelector proxies,
    Optional<Authenticator> authenticator,
    Duration patience,
    int attempts,
    Duration pause) {
  public FetchSettings {
    mirrors = List.copyOf(mirrors);
  }

  /** With the usual patience: a minute, five attempts, two seconds before the second. */
  public FetchSettings(
      List<URI> mirrors,
      boolean offline,
      ProxySelector proxies,
      Optional<Authenticator> authenticator) {
    this(mirrors, offline, proxies, authenticator, Duration.ofMinutes(1), 5, Duration.ofSeconds(2));
  }
}
