package io.github.trunkrepro.runtime.environment;

/** One thing that must be as declared. */
interface Rule {
  /** As in the levels that a user sets and in every report. */
  String name();

  /** Compares the facts with what is declared. Says everything that is wrong, not the first. */
  Outcome check(Facts facts);
}
