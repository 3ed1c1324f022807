package io.github.trunkrepro.runtime.manifest;

import java.util.List;
import java.util.Optional;

/**
 * Where a run came from; recorded, never part of its identity.
 *
 * @param commit full id of the checked-out git commit; empty outside a repository
 * @param dirtyFiles files that differ from it, relative to the repository's root, sorted
 * @param time when the run began, ISO 8601 in UTC
 */
public record Provenance(Optional<String> commit, List<String> dirtyFiles, String time) {
  public Provenance {
    dirtyFiles = List.copyOf(dirtyFiles);
  }
}
