package io.github.trunkrepro.runtime.environment;

import java.util.List;
import java.util.function.Function;

/**
 * Looks at dependencies alone.
 *
 * @param passed what to say when there are no violations
 */
record DependencyRule(String name, String passed, Function<Facts, List<Violation>> find)
    implements Rule {
  private static final String POM = "pom.xml";

  @Override
  public Outcome check(Facts facts) {
    return Outcome.of(find.apply(facts), passed);
  }

  static List<Violation> snapshots(Facts facts) {
    return facts.dependencies().resolved().stream()
        .filter(artifact -> artifact.version().endsWith("-SNAPSHOT"))
        .map(
            artifact ->
                new Violation(
                    "a released version of " + artifact.id(),
                    artifact.version() + ", by " + way(artifact.path()),
                    facts.where(artifact),
                    "declare a release: a snapshot is another tomorrow"))
        .toList();
  }

  static List<Violation> dynamicVersions(Facts facts) {
    return facts.dependencies().resolved().stream()
        .filter(artifact -> artifact.range().isPresent())
        .map(
            artifact ->
                new Violation(
                    "one version of " + artifact.id(),
                    artifact.range().get()
                        + ", now "
                        + artifact.version()
                        + ", by "
                        + way(artifact.path()),
                    facts.where(artifact),
                    "declare " + artifact.version() + ": a range is another version tomorrow"))
        .toList();
  }

  static List<Violation> conflicts(Facts facts) {
    return facts.dependencies().conflicts().stream()
        .map(
            conflict ->
                new Violation(
                    "one version of " + conflict.id(),
                    conflict.version()
                        + " by "
                        + way(conflict.path())
                        + "; taken was "
                        + conflict.taken(),
                    POM,
                    "declare "
                        + conflict.id()
                        + " in dependencyManagement with the version that you mean"))
        .toList();
  }

  private static String way(List<String> path) {
    return String.join(" > ", path);
  }
}
