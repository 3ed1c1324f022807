package io.github.trunkrepro.maven;

import java.util.Optional;
import java.util.Properties;
import org.apache.maven.project.MavenProject;

/** Values for the <code>${...}</code> of a recipe. */
final class RecipeProperties {
  private RecipeProperties() {}

  /**
   * The value of a property: from the command line first, then from the project's properties, then
   * from the project's coordinates and folders; a name without a value is reported by the recipe's
   * reader, with its place. System properties and the environment are not asked: a recipe must mean
   * the same on every machine.
   */
  static Optional<String> value(String name, Properties user, MavenProject project) {
    return Optional.ofNullable(user.getProperty(name))
        .or(() -> Optional.ofNullable(project.getProperties().getProperty(name)))
        .or(() -> Optional.ofNullable(ofProject(name, project)));
  }

  private static String ofProject(String name, MavenProject project) {
    return switch (name) {
      case "project.groupId" -> project.getGroupId();
      case "project.artifactId" -> project.getArtifactId();
      case "project.version" -> project.getVersion();
      case "project.name" -> project.getName();
      case "project.basedir", "basedir" -> project.getBasedir().toString();
      case "project.build.directory" -> project.getBuild().getDirectory();
      case "project.build.outputDirectory" -> project.getBuild().getOutputDirectory();
      case "project.build.finalName" -> project.getBuild().getFinalName();
      default -> null;
    };
  }
}
