package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.environment.NoEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class LockMojoTest extends GoalTest {
  private LockMojo mojo;

  @BeforeEach
  @InjectMojo(goal = "lock")
  void prepareGoal(LockMojo injected) throws IOException {
    mojo = prepare(injected);
    mojo.project.getProperties().setProperty("seed", "7");
  }

  @Test
  void locksThisPlatformAndLeavesOthersAlone() throws Exception {
    Files.writeString(
        lock(),
        "version: \"1\"\nplatforms:\n  osx-aarch64-cpu:\n    machine:\n      device: cpu\n");
    mojo.execute();
    assertThat(lock())
        .content()
        .contains("  osx-aarch64-cpu:", "  linux-x86_64-cpu:", "OMP_NUM_THREADS: \"1\"");
    assertThat(lock()).content().doesNotContain("ENGINE_CACHE_DIR", "DJL_");
  }

  @Test
  void locksNothingWhenTheEngineDidNotRun() {
    probe.engine = Optional.empty();
    probe.noEngine = new NoEngine(NoEngine.Cause.FAILED, "no natives");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("Nothing can be locked, because the engine did not run: no natives");
    assertThat(lock()).doesNotExist();
  }
}
