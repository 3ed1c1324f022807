package io.github.trunkrepro.maven;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.AuthenticationContext;
import org.eclipse.aether.repository.RemoteRepository;

/** The proxies of the user's Maven settings, with their passwords decrypted. */
final class MavenProxies extends ProxySelector {
  private final RepositorySystemSession session;

  MavenProxies(RepositorySystemSession session) {
    this.session = session;
  }

  @Override
  public List<Proxy> select(URI address) {
    return List.of(
        find(address)
            .map(
                proxy ->
                    new Proxy(
                        Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort())))
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException e) {
    // The request fails with the same exception, and that is told.
  }

  /** Answers a proxy that asks for a password, and no other server. */
  Authenticator authenticator() {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY
            ? password(URI.create(getRequestingURL().toString())).orElse(null)
            : null;
      }
    };
  }

  private Optional<PasswordAuthentication> password(URI address) {
    return find(address)
        .flatMap(
            proxy -> {
              RemoteRepository behind =
                  new RemoteRepository.Builder(repository(address)).setProxy(proxy).build();
              try (AuthenticationContext context =
                  AuthenticationContext.forProxy(session, behind)) {
                return Optional.ofNullable(context)
                    .map(c -> c.get(AuthenticationContext.USERNAME))
                    .map(
                        user ->
                            new PasswordAuthentication(
                                user,
                                Optional.ofNullable(
                                        context.get(AuthenticationContext.PASSWORD, char[].class))
                                    .orElse(new char[0])));
              }
            });
  }

  private Optional<org.eclipse.aether.repository.Proxy> find(URI address) {
    return Optional.ofNullable(session.getProxySelector())
        .map(selector -> selector.getProxy(repository(address)));
  }

  /** To Maven, proxies stand before repositories. */
  private static RemoteRepository repository(URI address) {
    return new RemoteRepository.Builder("trunk-fetch", "default", address.toString()).build();
  }
}
