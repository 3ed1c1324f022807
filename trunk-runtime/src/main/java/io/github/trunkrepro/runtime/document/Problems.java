package io.github.trunkrepro.runtime.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes in a file and in those that it names, to report them all at once. */
public final class Problems {
  private static final int SHOWN = 50;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  private record Problem(Location at, String text) {}

  /**
   * No problems yet.
   *
   * @param file as it is shown to the user
   */
  public Problems(String file) {
    this.file = file;
  }

  /** Adds a mistake. */
  public void add(Location at, String text) {
    problems.add(new Problem(at, text));
  }

  /** Number of mistakes so far. */
  public int count() {
    return problems.size();
  }

  /** Everything so far, and this last one after which reading cannot go on. */
  public UserException fatal(Location at, String text) {
    add(at, text);
    return exception();
  }

  /**
   * Ends the reading if there were mistakes.
   *
   * @throws UserException that lists them, those of the first file first, each by line and column
   */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw exception();
    }
  }

  private UserException exception() {
    StringBuilder text = new StringBuilder(file);
    text.append(problems.size() == 1 ? " has 1 mistake:" : " has " + count() + " mistakes:");
    problems.stream()
        .sorted(
            Comparator.comparing((Problem p) -> !p.at.file().equals(file))
                .thenComparing(p -> p.at.file())
                .thenComparingInt(p -> p.at.line())
                .thenComparingInt(p -> p.at.column()))
        .limit(SHOWN)
        .forEach(p -> text.append("\n  ").append(p.at).append("  ").append(p.text));
    if (count() > SHOWN) {
      text.append("\n  … and ").append(count() - SHOWN).append(" more");
    }
    return new UserException(UserException.Kind.SETUP, text.toString());
  }
}
