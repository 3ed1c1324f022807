package io.github.trunkrepro.runtime.environment;

import java.util.Optional;
import java.util.function.Function;

/**
 * A version lies in the declared range.
 *
 * @param what in words
 * @param found the version, or why there is none; an outcome that ends the rule
 * @param mend with {@code %s} for the range
 */
record VersionRule(
    String name,
    String what,
    Function<EnvironmentSpec, Optional<Declared<VersionRange>>> declared,
    Function<Facts, Found> found,
    String mend)
    implements Rule {

  /**
   * What was found.
   *
   * @param version empty when there is none
   * @param why there is none; or who has the version, in words
   * @param notRun whether nobody looked
   */
  record Found(Optional<String> version, String why, boolean notRun) {
    static Found version(String version, String who) {
      return new Found(Optional.of(version), who, false);
    }

    static Found none(String why) {
      return new Found(Optional.empty(), why, false);
    }

    static Found notRun(String why) {
      return new Found(Optional.empty(), why, true);
    }

    String text() {
      return version.map(v -> why.isEmpty() ? v : v + " (" + why + ")").orElse(why);
    }
  }

  @Override
  public Outcome check(Facts facts) {
    Found seen = found.apply(facts);
    Optional<Declared<VersionRange>> range = declared.apply(facts.declared());
    if (range.isEmpty()) {
      return Outcome.notDeclared(seen.text());
    }
    if (seen.notRun()) {
      return Outcome.notRun(seen.why());
    }
    if (seen.version().filter(version -> range.get().value().contains(version)).isPresent()) {
      return Outcome.passed(seen.text());
    }
    return Outcome.failed(
        new Violation(
            what + " " + range.get().value(),
            seen.text(),
            range.get().where(),
            mend.formatted(range.get().value())));
  }
}
