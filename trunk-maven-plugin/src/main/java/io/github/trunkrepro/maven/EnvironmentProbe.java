package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.environment.DependencyFacts;
import io.github.trunkrepro.runtime.environment.EngineFacts;
import io.github.trunkrepro.runtime.environment.MachineFacts;
import io.github.trunkrepro.runtime.environment.NoEngine;
import io.github.trunkrepro.runtime.recipe.Recipe;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;

/** Looks at what trains: at the machine and the engine by a fork, at dependencies by Maven. */
interface EnvironmentProbe {
  /**
   * Begins with what needs no recipe, on a thread of its own: a goal at {@code validate} is waited
   * for in every build. {@link #look} takes what comes of it.
   */
  default void begin(EnvironmentMojo goal) {}

  /** What is there now. */
  Seen look(EnvironmentMojo goal, Recipe declared) throws IOException;

  /** What of the project's dependencies there are files of. */
  List<Artifact> artifacts(EnvironmentMojo goal);

  /**
   * What was seen.
   *
   * @param machine empty when no fork could be started
   * @param engine empty when it did not run
   * @param noEngine why not
   */
  record Seen(
      Optional<MachineFacts> machine,
      Optional<EngineFacts> engine,
      NoEngine noEngine,
      DependencyFacts dependencies) {}
}
