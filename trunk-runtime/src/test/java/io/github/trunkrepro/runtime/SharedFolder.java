package io.github.trunkrepro.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The folder {@code shared} beside the repository, which holds real data and references. */
public final class SharedFolder {
  private SharedFolder() {}

  /** The folder, if it is there: looked for upwards from the working directory. */
  public static Optional<Path> find() {
    for (Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        folder != null;
        folder = folder.getParent()) {
      Path shared = folder.resolve("shared");
      if (Files.isRegularFile(shared.resolve("design.md"))) {
        return Optional.of(shared);
      }
    }
    return Optional.empty();
  }

  /** The folder; a test that calls this is skipped where it is absent. */
  public static Path require() {
    Optional<Path> shared = find();
    Assumptions.assumeTrue(shared.isPresent(), "needs ../shared, which is absent");
    return shared.orElseThrow();
  }
}
