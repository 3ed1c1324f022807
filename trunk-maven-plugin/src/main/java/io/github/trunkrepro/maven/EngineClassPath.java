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
 * @param problems why it is not known which artifacts are needed; empty if it is
 */
record EngineClassPath(
    List<Artifact> artifacts, SortedMap<String, String> missing, List<String> problems) {
  EngineClassPath {
    artifacts = List.copyOf(artifacts);
    missing = new TreeMap<>(Map.copyOf(missing));
    problems = List.copyOf(problems);
  }

  /** Whether everything is there. */
  boolean isComplete() {
    return missing.isEmpty() && problems.isEmpty();
  }
}
