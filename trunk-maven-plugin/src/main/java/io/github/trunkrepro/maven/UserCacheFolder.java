package io.github.trunkrepro.maven;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where this system keeps a user's caches. */
final class UserCacheFolder {
  private UserCacheFolder() {}

  /** The folder in which trained nodes are kept unless {@code trunk.cache} names another. */
  static Path find() {
    return find(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv());
  }

  static Path find(String osName, String home, Map<String, String> environment) {
    String os = osName.toLowerCase(Locale.ROOT);
    Path caches;
    if (os.startsWith("windows")) {
      caches = variable(environment, "LOCALAPPDATA").orElse(Path.of(home, "AppData", "Local"));
    } else if (os.startsWith("mac")) {
      caches = Path.of(home, "Library", "Caches");
    } else {
      caches = variable(environment, "XDG_CACHE_HOME").orElse(Path.of(home, ".cache"));
    }
    return caches.resolve("trunk");
  }

  private static Optional<Path> variable(Map<String, String> environment, String name) {
    // The XDG specification: a path that is not absolute is to be ignored.
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }
}
