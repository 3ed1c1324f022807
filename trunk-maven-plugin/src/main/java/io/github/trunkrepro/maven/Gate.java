package io.github.trunkrepro.maven;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Stub. */
record Gate(Path output, Path baseline) {
  List<String> report() {
    return List.of();
  }

  Optional<String> failure() {
    return Optional.empty();
  }
}
