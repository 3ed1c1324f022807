package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.environment.DependencyFacts;
import io.github.trunkrepro.runtime.environment.EngineFacts;
import io.github.trunkrepro.runtime.environment.EnvironmentFile;
import io.github.trunkrepro.runtime.environment.MachineFacts;
import io.github.trunkrepro.runtime.environment.NoEngine;
import io.github.trunkrepro.runtime.fork.ForkFacts;
import io.github.trunkrepro.runtime.fork.RunRequest.Goal;
import io.github.trunkrepro.runtime.fork.RunResult;
import io.github.trunkrepro.runtime.recipe.Recipe;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.eclipse.aether.RepositorySystem;

/**
 * Looks by a fork that gets the class path, the JDK and the environment of a training, at any
 * phase: of the running build's modules, which may not be built yet, it needs nothing.
 */
final class ForkProbe implements EnvironmentProbe {
  private final RepositorySystem repositories;
  private Optional<FutureTask<Dependencies>> begun = Optional.empty();

  ForkProbe(RepositorySystem repositories) {
    this.repositories = repositories;
  }

  /** What Maven has to say, without the engine. */
  private record Dependencies(
      EngineClassPath classPath, DependencyFacts facts, List<String> problems) {}

  @Override
  public void begin(EnvironmentMojo goal) {
    FutureTask<Dependencies> task =
        new FutureTask<>(
            () -> {
              FactsCache.prepare();
              EnvironmentFile.prepare();
              return dependencies(goal);
            });
    Thread thread = new Thread(task, "trunk-dependencies");
    thread.setDaemon(true);
    thread.start();
    begun = Optional.of(task);
  }

  private Dependencies dependencies(EnvironmentMojo goal) throws IOException {
    ProjectDependencies dependencies =
        ProjectDependencies.collect(repositories, goal.session, goal.project);
    EngineClassPath classPath = dependencies.engineClassPath();
    List<Path> files = classPath.artifacts().stream().map(a -> a.getFile().toPath()).toList();
    Path digests = digests(goal.cacheFolder(), files);
    FileStamps.recall(digests);
    DependencyFacts facts =
        dependencies.facts(
            ProjectDependencies.hasClassesOfThisBuild(goal.execution.getLifecyclePhase()));
    keep(digests, files);
    return new Dependencies(classPath, facts, dependencies.problems());
  }

  private Dependencies begun(EnvironmentMojo goal) throws IOException {
    if (begun.isEmpty()) {
      return dependencies(goal);
    }
    FutureTask<Dependencies> task = begun.get();
    // Taken once: what is looked at a second time has changed.
    begun = Optional.empty();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the dependencies were collected", e);
    }
  }

  @Override
  public Seen look(EnvironmentMojo goal, Recipe declared) throws IOException {
    Dependencies dependencies = begun(goal);
    EngineClassPath classPath = dependencies.classPath();
    DependencyFacts facts = dependencies.facts();
    dependencies.problems().forEach(goal.getLog()::warn);
    Optional<NoEngine> noEngine = noEngine(goal, classPath);
    ForkFacts seen = fork(goal, declared, classPath.artifacts());
    Map<String, String> coordinates = coordinates(classPath.artifacts());
    Optional<EngineFacts> engine =
        seen.engine().map(found -> found.withSources(jar -> coordinates.getOrDefault(jar, jar)));
    Optional<MachineFacts> machine =
        Optional.of(seen.machine().withDisk(freeDisk(goal.outputDirectory)));
    return noEngine.isPresent()
        ? new Seen(machine, Optional.empty(), noEngine.get(), facts)
        : new Seen(machine, engine, seen.noEngine(), facts);
  }

  /** Where the digests of a class path are kept; modules of a reactor may have different ones. */
  private static Path digests(Path cache, List<Path> files) {
    byte[] paths =
        files.stream()
            .map(Path::toString)
            .collect(Collectors.joining("\n"))
            .getBytes(StandardCharsets.UTF_8);
    return cache.resolve("environment").resolve("digests").resolve(Digests.sha256(paths));
  }

  private static void keep(Path digests, List<Path> files) throws IOException {
    try {
      FileStamps.keep(digests, files);
    } catch (UserException e) {
      // Without it they are computed again; who needs the cache will tell that it is full.
    }
  }

  @Override
  public List<Artifact> artifacts(EnvironmentMojo goal) {
    return ProjectDependencies.collect(repositories, goal.session, goal.project)
        .engineClassPath()
        .artifacts();
  }

  /** Why there is no engine to start, if there is none. */
  private static Optional<NoEngine> noEngine(EnvironmentMojo goal, EngineClassPath classPath) {
    if (!classPath.isComplete()) {
      return Optional.of(
          new NoEngine(
              NoEngine.Cause.NOT_TRIED,
              "these dependencies cannot be resolved: " + classPath.missing()));
    }
    try {
      ProjectEngine.natives(
          classPath.artifacts(), goal.declaredEnvironment().nativeLibrary().isEmpty());
      return Optional.empty();
    } catch (UserException e) {
      return Optional.of(new NoEngine(NoEngine.Cause.FAILED, e.getMessage()));
    }
  }

  private static ForkFacts fork(EnvironmentMojo goal, Recipe declared, List<Artifact> artifacts)
      throws IOException {
    ForkRequest request = goal.request(Goal.PROBE, declared, List.of(), artifacts);
    Path natives = Path.of(request.environment().get("ENGINE_CACHE_DIR"));
    Optional<ForkFacts> known = FactsCache.of(request, goal.cacheFolder(), natives).find();
    if (known.isPresent()) {
      return known.get();
    }
    RunResult result = goal.launch(request);
    ForkFacts seen =
        result
            .facts()
            .orElseThrow(
                () ->
                    new UserException(
                        UserException.Kind.SETUP,
                        "The machine could not be looked at: "
                            + result.failure().map(RunResult.Failure::message).orElse("")));
    // Its key is made of the natives too, which this fork may have unpacked just now.
    FactsCache.of(request, goal.cacheFolder(), natives).store(seen);
    return seen;
  }

  private static Map<String, String> coordinates(List<Artifact> artifacts) {
    Map<String, String> coordinates = new HashMap<>();
    for (Artifact artifact : artifacts) {
      coordinates.put(
          artifact.getFile().getName(),
          String.join(":", artifact.getGroupId(), artifact.getArtifactId(), artifact.getVersion()));
    }
    return coordinates;
  }

  private static long freeDisk(File folder) {
    File existing = folder.getAbsoluteFile();
    while (!existing.exists()) {
      existing = existing.getParentFile();
    }
    return existing.getUsableSpace();
  }
}
