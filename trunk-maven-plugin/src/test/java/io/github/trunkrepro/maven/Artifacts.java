package io.github.trunkrepro.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;

/** Artifacts of tests, each with a small file. */
final class Artifacts {
  private Artifacts() {}

  /** A jar whose content is its name. */
  static Artifact jar(Path folder, String group, String name, String version, String classifier) {
    DefaultArtifactHandler handler = new DefaultArtifactHandler("jar");
    handler.setAddedToClasspath(true);
    Artifact artifact =
        new DefaultArtifact(group, name, version, "runtime", "jar", classifier, handler);
    Path file = folder.resolve(name + "-" + version + ".jar");
    try {
      Files.createDirectories(folder);
      Files.writeString(file, name + version + classifier);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    artifact.setFile(file.toFile());
    return artifact;
  }

  /** The engine as a project declares it for this machine. */
  static Set<Artifact> engine(Path folder) {
    return Set.copyOf(
        List.of(
            jar(folder, "ai.djl.pytorch", "pytorch-engine", "0.36.0", null),
            jar(folder, "ai.djl.pytorch", "pytorch-jni", "2.7.1-0.36.0", null),
            jar(
                folder,
                "ai.djl.pytorch",
                "pytorch-native-cpu",
                "2.7.1",
                ProjectEngine.platform())));
  }
}
