package io.github.trunkrepro.maven;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Locks what trains on this platform: artifacts, native libraries, pinned switches, the probe's
 * bits. Other platforms' entries stay as they are.
 *
 * @since 0.1.0
 */
@Mojo(name = "lock", threadSafe = true)
public class LockMojo extends EnvironmentMojo {

  /**
   * Creates the goal.
   *
   * @param toolchains gives the fork's JDK
   * @param repositories resolves dependencies
   */
  @Inject
  public LockMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    super(toolchains, new ForkProbe(repositories));
  }

  @Override
  void run() throws IOException {
    writeLock(facts(readRecipe(), LockMode.CHECK));
  }
}
