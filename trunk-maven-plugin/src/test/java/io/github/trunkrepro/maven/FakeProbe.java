package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.environment.DependencyFacts;
import io.github.trunkrepro.runtime.environment.EngineFacts;
import io.github.trunkrepro.runtime.environment.GpuFacts;
import io.github.trunkrepro.runtime.environment.MachineFacts;
import io.github.trunkrepro.runtime.environment.NoEngine;
import io.github.trunkrepro.runtime.recipe.Recipe;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.maven.artifact.Artifact;

/** Sees an ordinary machine without a GPU, and an engine that fits. */
final class FakeProbe implements EnvironmentProbe {
  Optional<EngineFacts> engine =
      Optional.of(
          new EngineFacts(
              "cpu",
              "0.36.0",
              "2.7.1-0.36.0",
              "2.7.1",
              "cpu",
              List.of(new EngineFacts.Library("libtorch.so", "ab".repeat(32), "pytorch")),
              "some-platform",
              "12".repeat(32)));
  NoEngine noEngine = NoEngine.NONE;

  @Override
  public Seen look(EnvironmentMojo goal, Recipe declared) {
    MachineFacts.Limit two = new MachineFacts.Limit(2, "the machine");
    return new Seen(
        Optional.of(
            new MachineFacts(
                "17.0.15",
                "/jdk",
                "linux",
                "Some Linux",
                "6.1",
                Optional.empty(),
                "x86_64",
                "Some CPU",
                new TreeSet<>(List.of("avx2", "fma")),
                two,
                new MachineFacts.Limit(8L << 30, "the machine"),
                9L << 30,
                GpuFacts.unavailable("no GPU here"))),
        engine,
        noEngine,
        new DependencyFacts(List.of(), List.of(), List.of(), Optional.empty()));
  }

  @Override
  public List<Artifact> artifacts(EnvironmentMojo goal) {
    return List.copyOf(goal.project.getArtifacts());
  }
}
