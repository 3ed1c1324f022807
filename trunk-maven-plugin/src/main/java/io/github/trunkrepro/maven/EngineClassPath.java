package io.github.trunkrepro.maven;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.maven.artifact.Artifact;

/**
 * What a fork needs of the project to start its engine: everything of scope compile or runtime but
 * the modules of the running build, which may not be built yet.
 *
 * @param artifacts with their files
 * @param missing why an artifact has no file, by {@code groupId:artifactId[:classifier]:version}
 */
record EngineClassPath(List<Artifact> artifacts, SortedMap<String, String> missing) {
  EngineClassPath {
    artifacts = List.copyOf(artifacts);
    missing = new TreeMap<>(Map.copyOf(missing));
  }

  /** Whether nothing is missing. */
  boolean isComplete() {
    return missing.isEmpty();
  }
}
