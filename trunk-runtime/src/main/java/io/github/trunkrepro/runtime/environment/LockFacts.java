package io.github.trunkrepro.runtime.environment;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The lock beside what would be locked now.
 *
 * @param file as it is shown to the user
 * @param platform this one's name in the lock
 * @param exists whether there is such a file
 * @param locked this platform's entry
 * @param others platforms that have an entry
 * @param now what would be locked; empty where the engine did not run
 */
public record LockFacts(
    String file,
    String platform,
    boolean exists,
    Optional<LockEntry> locked,
    SortedSet<String> others,
    Optional<LockEntry> now) {

  /** Facts with a copy of the set. */
  public LockFacts {
    others = new TreeSet<>(others);
  }
}
