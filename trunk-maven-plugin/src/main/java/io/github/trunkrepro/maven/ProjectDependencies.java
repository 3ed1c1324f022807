package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.environment.DependencyFacts;
import io.github.trunkrepro.runtime.environment.DependencyFacts.Analysis;
import io.github.trunkrepro.runtime.environment.DependencyFacts.Declaration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;

/**
 * What Maven knows of a project's dependencies. It can be asked at any phase, {@code validate}
 * included: nothing is needed of modules that the running build has not made yet. A goal that asks
 * needs no resolution of its own ({@code requiresDependencyResolution}), which would fail there.
 */
final class ProjectDependencies {
  private static final Set<String> ANALYSED_SCOPES =
      Set.of("compile", "runtime", "provided", "system");
  // Of Maven 3 as of Maven 4, which has other names for some and puts hooks around all.
  private static final Set<String> BEFORE_COMPILE =
      Set.of(
          "validate",
          "initialize",
          "generate-sources",
          "process-sources",
          "sources",
          "generate-resources",
          "process-resources",
          "resources");
  private static final Set<String> HOOKS_BEFORE_COMPILE =
      Set.of("before:all", "before:each", "before:build", "before:compile");

  private final MavenProject project;
  private final DependencyGraph graph;
  private final ArtifactFiles files;
  private final List<Declaration> declared;
  private final List<String> problems;

  private ProjectDependencies(
      MavenProject project,
      DependencyGraph graph,
      ArtifactFiles files,
      List<Declaration> declared) {
    this.project = project;
    this.graph = graph;
    this.files = files;
    this.declared = declared;
    this.problems = new ArrayList<>(graph.problems());
  }

  /** Collects the graph of dependencies; files come when they are asked for. */
  static ProjectDependencies collect(
      RepositorySystem repositories, MavenSession session, MavenProject project) {
    return collect(repositories, session.getRepositorySession(), session.getProjects(), project);
  }

  static ProjectDependencies collect(
      RepositorySystem repositories,
      RepositorySystemSession session,
      Collection<MavenProject> reactor,
      MavenProject project) {
    return new ProjectDependencies(
        project,
        DependencyGraph.collect(repositories, session, project),
        new ArtifactFiles(repositories, session, reactor),
        DependencyDeclarations.of(project, session.getArtifactTypeRegistry()));
  }

  /**
   * Whether the classes that lie in the output folder are this build's when a goal runs at a phase.
   * Before {@code compile} they are an older build's, and would be judged against a newer pom.
   *
   * @param phase as the execution tells; null when the goal is called by hand
   */
  static boolean hasClassesOfThisBuild(String phase) {
    if (phase == null) {
      return true;
    }
    String hook = phase.replaceFirst("\\[.*", "");
    String name = hook.replaceFirst("^(before|at|after):", "");
    return !HOOKS_BEFORE_COMPILE.contains(hook) && !BEFORE_COMPILE.contains(name);
  }

  /**
   * The facts.
   *
   * @param analyse whether the classes in the output folder may be looked at, if there are some
   */
  DependencyFacts facts(boolean analyse) {
    List<DependencyGraph.Chosen> runtime =
        graph.chosen().stream().filter(DependencyGraph.Chosen::isRuntime).toList();
    files.resolve(runtime);
    return new DependencyFacts(
        declared,
        runtime.stream()
            .map(this::fact)
            .sorted(
                Comparator.comparing(DependencyFacts.Artifact::id)
                    .thenComparing(DependencyFacts.Artifact::version))
            .toList(),
        graph.conflicts(),
        analyse ? analysis() : Optional.empty());
  }

  /** What a fork needs to start the engine. */
  EngineClassPath engineClassPath() {
    List<DependencyGraph.Chosen> needed =
        graph.chosen().stream()
            .filter(chosen -> chosen.isRuntime() && !files.isModule(chosen.artifact()))
            .toList();
    files.resolve(needed);
    List<org.apache.maven.artifact.Artifact> found = new ArrayList<>();
    SortedMap<String, String> missing = new TreeMap<>();
    for (DependencyGraph.Chosen chosen : needed) {
      Artifact artifact = chosen.artifact();
      files
          .resolved(artifact)
          .ifPresentOrElse(
              resolved -> found.add(toMaven(resolved, chosen.scope())),
              () ->
                  missing.put(
                      DependencyGraph.name(artifact), files.missing(artifact).orElse("not found")));
    }
    return new EngineClassPath(found, missing, graph.problems());
  }

  /** Why facts are not whole, in words; empty if they are. Files that are missing do not count. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  private static org.apache.maven.artifact.Artifact toMaven(Artifact artifact, String scope) {
    org.apache.maven.artifact.Artifact result = RepositoryUtils.toArtifact(artifact);
    result.setScope(scope);
    result.setResolved(true);
    return result;
  }

  private DependencyFacts.Artifact fact(DependencyGraph.Chosen chosen) {
    return new DependencyFacts.Artifact(
        DependencyGraph.id(chosen.artifact()),
        taken(chosen.artifact()).getBaseVersion(),
        chosen.scope(),
        chosen.path().stream().map(this::taken).map(DependencyGraph::versioned).toList(),
        chosen.range(),
        files.file(chosen.artifact()).flatMap(ProjectDependencies::sha256));
  }

  private Artifact taken(Artifact artifact) {
    return files.resolved(artifact).orElse(artifact);
  }

  private static Optional<String> sha256(Path file) {
    try {
      return Optional.of(FileStamps.sha256(file));
    } catch (UserException e) {
      return Optional.empty();
    }
  }

  private Optional<Analysis> analysis() {
    Path classes = Path.of(project.getBuild().getOutputDirectory());
    try {
      return ClassUse.any(classes)
          ? Optional.of(analysis(ClassUse.used(classes)))
          : Optional.empty();
    } catch (IOException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * An artifact without any class is not judged, nor is one whose file is not there: whether they
   * are used cannot be seen in class files.
   */
  private Analysis analysis(Set<String> used) throws IOException {
    List<DependencyGraph.Chosen> visible =
        graph.chosen().stream().filter(chosen -> ANALYSED_SCOPES.contains(chosen.scope())).toList();
    files.resolve(visible);
    Set<String> declaredIds = declared.stream().map(Declaration::id).collect(Collectors.toSet());
    Set<String> unused = new TreeSet<>();
    Set<String> inDeclared = new HashSet<>();
    List<Holder> others = new ArrayList<>();
    for (DependencyGraph.Chosen chosen : visible) {
      Optional<Path> file = files.classes(chosen.artifact());
      if (file.isEmpty()) {
        continue;
      }
      Holder holder = Holder.of(chosen.artifact(), file.get(), used);
      String id = DependencyGraph.id(chosen.artifact());
      if (!declaredIds.contains(id)) {
        others.add(holder);
      } else if (!holder.used.isEmpty()) {
        inDeclared.addAll(holder.used);
      } else if (holder.hasClasses
          && chosen.scope().equals("compile")
          && !ProjectEngine.isPart(
              chosen.artifact().getGroupId(), chosen.artifact().getArtifactId())) {
        unused.add(id);
      }
    }
    return new Analysis(List.copyOf(unused), undeclared(others, inDeclared));
  }

  private List<String> undeclared(List<Holder> others, Set<String> inDeclared) {
    Set<String> known = new HashSet<>(inDeclared);
    Set<String> undeclared = new TreeSet<>();
    for (Holder holder : others) {
      // Each class counts for the first on the class path that holds it.
      holder.used.removeIf(name -> !known.add(name));
      if (!holder.used.isEmpty()) {
        undeclared.add(DependencyGraph.versioned(taken(holder.artifact)));
      }
    }
    return List.copyOf(undeclared);
  }

  /** An artifact with those of its classes that are used. */
  private record Holder(Artifact artifact, boolean hasClasses, Set<String> used) {
    static Holder of(Artifact artifact, Path file, Set<String> used) throws IOException {
      Set<String> all = new HashSet<>();
      if (!artifact.getExtension().equals("jar")) {
        return new Holder(artifact, false, all);
      }
      ClassUse.names(file, all::add);
      boolean hasClasses = !all.isEmpty();
      all.retainAll(used);
      return new Holder(artifact, hasClasses, all);
    }
  }
}
