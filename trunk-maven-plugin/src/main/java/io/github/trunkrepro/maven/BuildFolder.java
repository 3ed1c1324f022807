package io.github.trunkrepro.maven;

import java.nio.file.Path;
import org.apache.maven.project.MavenProject;

/** The folder for what a build makes. */
final class BuildFolder {
  private BuildFolder() {}

  /** The project's; without a project, {@code target} where Maven was started. */
  static Path of(MavenProject project) {
    return project.getBasedir() == null
        ? Path.of("target").toAbsolutePath()
        : Path.of(project.getBuild().getDirectory()).toAbsolutePath();
  }
}
