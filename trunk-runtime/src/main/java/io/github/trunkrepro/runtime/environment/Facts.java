package io.github.trunkrepro.runtime.environment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that rules look at.
 *
 * @param declared by the user
 * @param machine empty when no process could be started to look at it
 * @param engine as it was seen at work
 * @param noEngine why it was not
 * @param dependencies as Maven knows them
 * @param callerVariables the environment that the build was started with
 * @param pinnedVariables the environment that the training process gets
 * @param lock what the lock says of this platform; empty where no lock is asked for
 */
public record Facts(
    EnvironmentSpec declared,
    Optional<MachineFacts> machine,
    Optional<EngineFacts> engine,
    NoEngine noEngine,
    DependencyFacts dependencies,
    Map<String, String> callerVariables,
    Map<String, String> pinnedVariables,
    Optional<LockFacts> lock) {

  /** Beginning of the artifactId of native PyTorch; the flavour follows. */
  static final String NATIVE_PREFIX = "pytorch-native-";

  /** Facts with copies of the maps. */
  public Facts {
    callerVariables = Map.copyOf(callerVariables);
    pinnedVariables = Map.copyOf(pinnedVariables);
  }

  Outcome withMachine(Function<MachineFacts, Outcome> check) {
    return machine.map(check).orElseGet(() -> Outcome.notRun("no process could be started"));
  }

  Outcome withEngine(Function<EngineFacts, Outcome> check) {
    return engine.map(check).orElseGet(() -> Outcome.notRun("the engine did not run"));
  }

  /** The artifact with this id, if the project has it. */
  Optional<DependencyFacts.Artifact> artifact(String id) {
    return dependencies.resolved().stream().filter(a -> a.id().equals(id)).findFirst();
  }

  /** Native PyTorch among the dependencies, of whatever flavour and platform. */
  List<DependencyFacts.Artifact> nativeArtifacts() {
    return dependencies.resolved().stream()
        .filter(artifact -> artifact.id().startsWith("ai.djl.pytorch:" + NATIVE_PREFIX))
        .toList();
  }

  /** Where an artifact, or what brings it, is declared. */
  String where(DependencyFacts.Artifact artifact) {
    String first = artifact.path().isEmpty() ? artifact.id() : artifact.path().get(0);
    return dependencies.declared().stream()
        .filter(d -> d.id().equals(artifact.id()))
        .findFirst()
        .or(
            () ->
                dependencies.declared().stream()
                    .filter(d -> first.startsWith(d.id() + ":"))
                    .findFirst())
        .map(DependencyFacts.Declaration::where)
        .orElse("pom.xml");
  }

  /** Where the engine's libraries are declared. */
  String engineWhere() {
    return declared.nativeLibrary().map(Declared::where).orElse("the dependencies in pom.xml");
  }

  /** Where a declared dependency stands. */
  String where(String id) {
    return dependencies.declared().stream()
        .filter(declaration -> declaration.id().equals(id))
        .map(DependencyFacts.Declaration::where)
        .findFirst()
        .orElse("pom.xml");
  }

  /** In words, the way to an artifact that is given as {@code groupId:artifactId:version}. */
  String way(String coordinates) {
    return dependencies.resolved().stream()
        .filter(artifact -> coordinates.startsWith(artifact.id() + ":"))
        .findFirst()
        .map(artifact -> "by " + String.join(" > ", artifact.path()))
        .orElse("through others");
  }
}
