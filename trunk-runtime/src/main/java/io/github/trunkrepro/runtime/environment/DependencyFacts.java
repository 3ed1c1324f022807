package io.github.trunkrepro.runtime.environment;

import java.util.List;
import java.util.Optional;

/**
 * What Maven knows of the project's dependencies, as far as training needs them.
 *
 * @param declared in the pom, in its order
 * @param resolved everything of scope compile or runtime, sorted by {@link Artifact#id}
 * @param conflicts versions that lost against another version of the same artifact
 * @param analysis of the compiled classes; empty when there are none
 */
public record DependencyFacts(
    List<Declaration> declared,
    List<Artifact> resolved,
    List<Conflict> conflicts,
    Optional<Analysis> analysis) {
  public DependencyFacts {
    declared = List.copyOf(declared);
    resolved = List.copyOf(resolved);
    conflicts = List.copyOf(conflicts);
  }

  /**
   * A dependency as the pom declares it.
   *
   * @param id {@code groupId:artifactId[:classifier]}
   * @param version as written, properties replaced: a version, a range, {@code LATEST}
   * @param where {@code pom.xml:line}, or the pom that it is inherited from
   */
  public record Declaration(String id, String version, String scope, String where) {}

  /**
   * An artifact that was chosen.
   *
   * @param id {@code groupId:artifactId[:classifier]}
   * @param path the way to it in the dependency tree, from the project's direct dependency to the
   *     artifact, each {@code groupId:artifactId:version}
   * @param range the range, if some pom on the way asked for it by one
   * @param sha256 of its file; empty when the file is not there (a module that is not built yet)
   */
  public record Artifact(
      String id,
      String version,
      String scope,
      List<String> path,
      Optional<String> range,
      Optional<String> sha256) {
    public Artifact {
      path = List.copyOf(path);
    }
  }

  /**
   * A version that was asked for and not taken.
   *
   * @param path the way to the one that lost
   */
  public record Conflict(String id, String version, String taken, List<String> path) {
    public Conflict {
      path = List.copyOf(path);
    }
  }

  /**
   * What the compiled classes use.
   *
   * @param unused ids that are declared with scope compile and not used
   * @param undeclared {@code groupId:artifactId:version} that are used and come only through others
   */
  public record Analysis(List<String> unused, List<String> undeclared) {
    public Analysis {
      unused = List.copyOf(unused);
      undeclared = List.copyOf(undeclared);
    }
  }
}
