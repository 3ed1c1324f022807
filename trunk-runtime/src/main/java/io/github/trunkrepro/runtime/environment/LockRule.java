package io.github.trunkrepro.runtime.environment;

import java.util.List;
import java.util.stream.Collectors;

/** Artifacts, natives, switches and machine are those of the lock. */
final class LockRule implements Rule {
  static final String MEND =
      "mvn trunk:lock writes what is there now; review its diff and commit it";
  private static final int SHOWN = 20;
  private static final int SHOWN_DIGITS = 12;

  @Override
  public String name() {
    return "lock";
  }

  @Override
  public Outcome check(Facts facts) {
    if (facts.lock().isEmpty()) {
      return Outcome.notDeclared("no lock");
    }
    LockFacts lock = facts.lock().get();
    if (lock.locked().isEmpty()) {
      return Outcome.failed(
          new Violation(
              "an entry for " + lock.platform() + " in " + lock.file(),
              !lock.exists()
                  ? "there is no such file"
                  : "it has entries for " + String.join(", ", lock.others()),
              lock.file(),
              "on this machine: mvn trunk:lock (other platforms' entries stay), then commit it; or"
                  + " do without one: <lock>off</lock> (-Dtrunk.lock=off)"));
    }
    if (lock.now().isEmpty()) {
      return Outcome.notRun("the engine did not run");
    }
    List<LockEntry.Difference> differences =
        lock.locked().get().differences(lock.now().get()).stream()
            .filter(difference -> !isUnlocked(difference))
            .toList();
    if (differences.isEmpty()) {
      return Outcome.passed(lock.platform() + " as locked");
    }
    String more =
        differences.size() > SHOWN ? "; and " + (differences.size() - SHOWN) + " more" : "";
    return Outcome.failed(
        new Violation(
            "what " + lock.file() + " has for " + lock.platform(),
            differences.stream().limit(SHOWN).map(LockRule::text).collect(Collectors.joining("; "))
                + more,
            lock.file(),
            MEND));
  }

  /** What the lock does not know at all is another rule's. */
  private static boolean isUnlocked(LockEntry.Difference difference) {
    return difference.section().equals(LockEntry.ARTIFACTS) && difference.locked().isEmpty();
  }

  /** Dependencies that the lock does not know. */
  static List<Violation> unlocked(Facts facts) {
    return facts.lock().stream()
        .filter(lock -> lock.locked().isPresent() && lock.now().isPresent())
        .flatMap(
            lock ->
                lock.locked().get().differences(lock.now().get()).stream()
                    .filter(LockRule::isUnlocked)
                    .map(
                        difference ->
                            new Violation(
                                "a checksum of every dependency in the lock",
                                difference.name()
                                    + " has none, and comes "
                                    + facts.way(difference.name()),
                                lock.file(),
                                MEND)))
        .toList();
  }

  private static String text(LockEntry.Difference difference) {
    return difference.section()
        + " "
        + difference.name()
        + ": "
        + shortened(difference.locked())
        + " -> "
        + shortened(difference.now());
  }

  private static String shortened(String value) {
    if (value.isEmpty()) {
      return "none";
    }
    return value.matches("[0-9a-f]{64}") ? value.substring(0, SHOWN_DIGITS) : value;
  }
}
