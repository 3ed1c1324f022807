package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.fork.RunRequest.Goal;
import io.github.trunkrepro.runtime.recipe.Recipe;
import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Fails the build when the machine, the engine or the dependencies that are to train are not those
 * that are declared. <code>trunk:train</code> does the same before it trains.
 *
 * @since 0.1.0
 */
@Mojo(name = "verify-env", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public class VerifyEnvMojo extends EnvironmentMojo {

  /**
   * Tries, besides, which settings change bits on this machine, and what each pin costs in speed.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.doctor", defaultValue = "false")
  boolean doctor;

  /**
   * CPUs that <code>doctor</code> emulates, as qemu-user names them, such as <code>
   * Haswell-v4,EPYC-Rome</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.doctor.cpu")
  List<String> doctorCpus = List.of();

  /**
   * Creates the goal.
   *
   * @param toolchains gives the fork's JDK
   * @param repositories resolves dependencies
   */
  @Inject
  public VerifyEnvMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    super(toolchains, new ForkProbe(repositories));
  }

  @Override
  void run() throws IOException {
    probe.begin(this);
    Recipe declared = readRecipe();
    verifyEnvironment(declared, false);
    if (doctor) {
      // The natives are among the project's dependencies: verified just now.
      ForkRequest pinned = request(Goal.TRY, declared, List.of(), probe.artifacts(this));
      new Doctor(pinned, this::launch).examine(doctorCpus).forEach(getLog()::info);
    }
  }
}
