package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * The JDK of a fork.
 *
 * @param executable its {@code java}
 * @param version its feature version, as in 17
 */
record ForkJava(Path executable, int version) {
  private static final int OLDEST = 17;

  /**
   * The {@code java} of the build's {@code jdk} toolchain where one is configured, otherwise of the
   * JDK that runs Maven.
   *
   * @throws UserException when the toolchain has none, or one that is too old
   */
  static ForkJava find(ToolchainManager toolchains, MavenSession session) throws IOException {
    Toolchain toolchain = toolchains.getToolchainFromBuildContext("jdk", session);
    if (toolchain == null) {
      return new ForkJava(
          Path.of(System.getProperty("java.home"), "bin", "java"), Runtime.version().feature());
    }
    String java = toolchain.findTool("java");
    if (java == null) {
      throw new UserException(
          UserException.Kind.SETUP, "The build's toolchain has no java: " + toolchain + ".");
    }
    Path path = Path.of(java);
    int version = version(path.toAbsolutePath().getParent().resolveSibling("release"));
    if (version < OLDEST) {
      throw new UserException(
          UserException.Kind.SETUP,
          "The build's toolchain is Java %d (%s); training needs Java %d or newer."
              .formatted(version, java, OLDEST));
    }
    return new ForkJava(path, version);
  }

  /** Feature version by a JDK's release file; without one it is taken for new enough. */
  private static int version(Path release) throws IOException {
    if (!Files.exists(release)) {
      return OLDEST;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    String version = properties.getProperty("JAVA_VERSION", "\"" + OLDEST + "\"").replace("\"", "");
    String[] parts = version.split("[._+-]", -1);
    return Integer.parseInt(parts[0].equals("1") ? parts[1] : parts[0]);
  }
}
