package io.github.trunkrepro.runtime.manifest;

import java.util.Locale;

/** What a node is trained for. In JSON in lower case. */
public enum Phase {
  /** To tell its classes apart, so that its groups can be found. */
  CLASS,
  /** To tell its groups apart. */
  GROUPING;

  /** As it is written in JSON, stream names and messages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
