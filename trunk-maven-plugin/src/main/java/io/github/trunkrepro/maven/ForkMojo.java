package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.EngineEnvironment;
import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.environment.EnvironmentSpec;
import io.github.trunkrepro.runtime.fork.InferenceRequest;
import io.github.trunkrepro.runtime.fork.RunRequest;
import io.github.trunkrepro.runtime.fork.RunResult;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** A goal whose work is done in a forked JVM, on the class path that the project declares. */
abstract class ForkMojo extends RecipeMojo {

  /**
   * The machine, engine and dependencies that are to train; as <code>environment</code> in the
   * recipe, which may declare it instead.
   *
   * @since 0.1.0
   */
  @Parameter PlexusConfiguration environment;

  /**
   * Independent nodes that are trained side by side; no bit depends on it. The default is the
   * number of cores divided by the recipe's <code>determinism.threads</code>, at least 1.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.parallelNodes")
  Integer parallelNodes;

  /**
   * More arguments for the forked JVM, such as <code>-Xmx4g</code>; on the command line separated
   * by commas.
   *
   * @since 0.1.0
   */
  @Parameter(property = "trunk.jvmArguments")
  List<String> jvmArguments = List.of();

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
  List<Artifact> pluginArtifacts;

  ForkLauncher launcher = new ProcessForkLauncher();

  private final ToolchainManager toolchains;
  private Optional<EnvironmentSpec> declaredEnvironment = Optional.empty();

  ForkMojo(ToolchainManager toolchains) {
    this.toolchains = toolchains;
  }

  /** What is declared of the environment, in either place. */
  final EnvironmentSpec declaredEnvironment() {
    if (declaredEnvironment.isEmpty()) {
      declaredEnvironment = Optional.of(readEnvironment());
    }
    return declaredEnvironment.get();
  }

  private EnvironmentSpec readEnvironment() {
    Optional<EnvironmentSpec> ofRecipe =
        RecipeReader.environment(recipe.toPath(), base(), recipeProperties());
    if (environment == null) {
      return ofRecipe.orElse(EnvironmentSpec.NONE);
    }
    if (ofRecipe.isPresent()) {
      throw new UserException(
          UserException.Kind.SETUP,
          "The environment is declared twice: as <environment> of the plugin and as environment in %s. Keep one of them."
              .formatted(recipe));
    }
    return EnvironmentXml.read(environment);
  }

  /**
   * Runs a goal in a fork, on what the project declares, and returns what it has to say.
   *
   * @param images image files, absolute
   * @throws UserException what the fork failed with
   */
  final List<String> fork(RunRequest.Goal goal, Recipe declared, List<Path> images)
      throws IOException {
    return fork(request(goal, declared, images, project.getArtifacts()));
  }

  /** The same for a request that was made before. */
  final List<String> fork(ForkRequest request) {
    return runner().run(request);
  }

  /**
   * What a fork is asked for, and the JVM that it gets.
   *
   * @param artifacts what the project declares, each with its file
   */
  final ForkRequest request(
      RunRequest.Goal goal, Recipe declared, List<Path> images, Collection<Artifact> artifacts)
      throws IOException {
    EngineSpec engine = declaredEnvironment().engine();
    RunRequest run =
        new RunRequest(
            goal,
            project.getBasedir().getAbsolutePath(),
            recipe.getAbsolutePath(),
            engine,
            recipeProperties(),
            outputDirectory.getAbsolutePath(),
            cacheFolder().toAbsolutePath().toString(),
            datasetsFolder().toString(),
            parallelNodes(declared),
            knownWeights(),
            trains(goal)
                ? Optional.of(GitState.read(project.getBasedir(), getLog()))
                : Optional.empty(),
            images.stream().map(Path::toString).toList(),
            Optional.empty(),
            inference(),
            trains(goal)
                ? Optional.of(RunOrigin.of(project, engine, pluginArtifacts))
                : Optional.empty(),
            Optional.empty());
    ForkJava java = ForkJava.find(toolchains, session);
    return new ForkRequest(
        run,
        List.of(),
        java.executable(),
        Stream.concat(
                EngineEnvironment.jvmArguments(java.version()).stream(), jvmArguments.stream())
            .toList(),
        ForkClassPath.of(pluginArtifacts, artifacts),
        ForkEnvironment.of(
            EngineEnvironment.variables(
                declared.determinism(), engine, engineFolder(goal, engine, artifacts))));
  }

  private static boolean trains(RunRequest.Goal goal) {
    return goal == RunRequest.Goal.TRAIN || goal == RunRequest.Goal.VERIFY_BITS;
  }

  /** Folder into which natives are unpacked; without an engine to unpack, one that stays empty. */
  private Path engineFolder(
      RunRequest.Goal goal, EngineSpec engine, Collection<Artifact> artifacts) {
    Path folder = cacheFolder().resolve("engine");
    try {
      return folder.resolve(ProjectEngine.digest(artifacts, engine.installed().isEmpty()));
    } catch (UserException e) {
      if (goal == RunRequest.Goal.PROBE) {
        return folder.resolve("none");
      }
      throw e;
    }
  }

  final RunResult launch(ForkRequest request) {
    return runner().launch(request);
  }

  private ForkRunner runner() {
    return new ForkRunner(launcher, getLog(), session);
  }

  /** Digests of weights that an earlier training gave, by the phase's key; none by default. */
  Map<String, String> knownWeights() {
    return Map.of();
  }

  /** How a trained tree is used. */
  InferenceRequest inference() {
    return InferenceRequest.DEFAULT;
  }

  private int parallelNodes(Recipe declared) {
    return ParallelNodes.of(parallelNodes, declared.determinism());
  }
}
