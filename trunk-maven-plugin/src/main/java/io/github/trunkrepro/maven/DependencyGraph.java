package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.environment.DependencyFacts.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.model.DependencyManagement;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.ArtifactTypeRegistry;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.CollectResult;
import org.eclipse.aether.collection.DependencyCollectionException;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.version.VersionConstraint;

/**
 * A project's dependencies as Maven chooses them, without their files, together with the versions
 * that lost. It is asked for as Maven itself asks before a goal, so that both choose the same; but
 * what is missing is told, not thrown.
 *
 * @param chosen in the order of the tree, of every scope
 * @param conflicts what lost on a way of scope compile or runtime
 * @param problems why the graph is not whole; empty if it is
 */
record DependencyGraph(List<Chosen> chosen, List<Conflict> conflicts, List<String> problems) {
  // Of maven-resolver-util, which Maven 3.8 does not share with plugins.
  private static final String VERBOSE = "aether.conflictResolver.verbose";
  private static final String WINNER = "conflict.winner";

  private static final Set<String> RUNTIME_SCOPES = Set.of("compile", "runtime");
  private static final Set<String> MOVING_VERSIONS = Set.of("LATEST", "RELEASE");

  DependencyGraph {
    chosen = List.copyOf(chosen);
    conflicts = List.copyOf(conflicts);
    problems = List.copyOf(problems);
  }

  /**
   * An artifact that was chosen.
   *
   * @param path from the project's direct dependency down to it
   * @param range the range by which it was asked for, {@code LATEST} and {@code RELEASE} included
   */
  record Chosen(DependencyNode node, List<Artifact> path, Optional<String> range) {
    Chosen {
      path = List.copyOf(path);
    }

    Artifact artifact() {
      return node.getArtifact();
    }

    String scope() {
      return node.getDependency().getScope();
    }

    /** Whether it is there when the project runs. */
    boolean isRuntime() {
      return RUNTIME_SCOPES.contains(scope());
    }
  }

  static DependencyGraph collect(
      RepositorySystem repositories, RepositorySystemSession session, MavenProject project) {
    DefaultRepositorySystemSession verbose = new DefaultRepositorySystemSession(session);
    verbose.setConfigProperty(VERBOSE, true);
    List<String> problems = new ArrayList<>();
    CollectResult result;
    try {
      result = repositories.collectDependencies(verbose, request(session, project));
    } catch (DependencyCollectionException e) {
      problems.add(
          e.getCause() == null
              ? e.getMessage()
              : e.getMessage() + ": " + e.getCause().getMessage());
      result = e.getResult();
    }
    Walk walk = new Walk();
    if (result != null && result.getRoot() != null) {
      walk.children(result.getRoot(), List.of(), "");
    }
    return new DependencyGraph(walk.chosen, walk.conflicts, problems);
  }

  private static CollectRequest request(RepositorySystemSession session, MavenProject project) {
    ArtifactTypeRegistry types = session.getArtifactTypeRegistry();
    CollectRequest request = new CollectRequest();
    request.setRootArtifact(RepositoryUtils.toArtifact(project.getArtifact()));
    request.setRequestContext("project");
    request.setRepositories(project.getRemoteProjectRepositories());
    for (org.apache.maven.model.Dependency dependency : project.getDependencies()) {
      if (isWhole(dependency)) {
        request.addDependency(RepositoryUtils.toDependency(dependency, types));
      }
    }
    DependencyManagement management = project.getDependencyManagement();
    if (management != null) {
      for (org.apache.maven.model.Dependency dependency : management.getDependencies()) {
        request.addManagedDependency(RepositoryUtils.toDependency(dependency, types));
      }
    }
    return request;
  }

  private static boolean isWhole(org.apache.maven.model.Dependency dependency) {
    return !isEmpty(dependency.getGroupId())
        && !isEmpty(dependency.getArtifactId())
        && !isEmpty(dependency.getVersion());
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
  }

  /** {@code groupId:artifactId[:classifier]}. */
  static String id(Artifact artifact) {
    String id = artifact.getGroupId() + ":" + artifact.getArtifactId();
    return artifact.getClassifier().isEmpty() ? id : id + ":" + artifact.getClassifier();
  }

  /** {@code groupId:artifactId:version}. */
  static String versioned(Artifact artifact) {
    return artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getBaseVersion();
  }

  /** {@code groupId:artifactId[:classifier]:version}. */
  static String name(Artifact artifact) {
    return id(artifact) + ":" + artifact.getBaseVersion();
  }

  /** Goes down the tree. What lost has no children, so that every artifact is met once. */
  private static final class Walk {
    final List<Chosen> chosen = new ArrayList<>();
    final List<Conflict> conflicts = new ArrayList<>();

    void children(DependencyNode node, List<Artifact> way, String directScope) {
      for (DependencyNode child : node.getChildren()) {
        if (child.getDependency() != null && !way.contains(child.getArtifact())) {
          List<Artifact> path = new ArrayList<>(way);
          path.add(child.getArtifact());
          visit(child, path, way.isEmpty() ? child.getDependency().getScope() : directScope);
        }
      }
    }

    private void visit(DependencyNode node, List<Artifact> path, String directScope) {
      Map<?, ?> data = node.getData();
      if (data.get(WINNER) instanceof DependencyNode winner) {
        if (RUNTIME_SCOPES.contains(directScope) && lost(node, winner)) {
          conflicts.add(
              new Conflict(
                  id(node.getArtifact()),
                  node.getArtifact().getBaseVersion(),
                  winner.getArtifact().getBaseVersion(),
                  path.stream().map(DependencyGraph::versioned).toList()));
        }
      } else {
        chosen.add(new Chosen(node, path, range(node)));
        children(node, path, directScope);
      }
    }

    /**
     * Whether something else was taken than what was asked for: a range asks for all its versions.
     */
    private static boolean lost(DependencyNode node, DependencyNode winner) {
      if (node.getArtifact().getBaseVersion().equals(winner.getArtifact().getBaseVersion())) {
        return false;
      }
      VersionConstraint asked = node.getVersionConstraint();
      return asked == null
          || asked.getRange() == null
          || !asked.containsVersion(winner.getVersion());
    }

    private static Optional<String> range(DependencyNode node) {
      VersionConstraint asked = node.getVersionConstraint();
      return Optional.ofNullable(asked)
          .filter(
              constraint ->
                  constraint.getRange() != null || MOVING_VERSIONS.contains(constraint.toString()))
          .map(VersionConstraint::toString);
    }
  }
}
