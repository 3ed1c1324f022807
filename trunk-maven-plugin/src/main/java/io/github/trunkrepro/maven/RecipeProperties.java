package io.github.trunkrepro.maven;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.maven.project.MavenProject;

/** Values for the <code>${...}</code> of a recipe. */
final class RecipeProperties {
  private RecipeProperties() {}

  /**
   * Values of the named placeholders: from the command line first, then from the project's
   * properties, then from the project's coordinates and folders. A name without a value is left
   * out; the recipe's reader reports it with its place. System properties and the environment are
   * not asked: a recipe must mean the same on every machine.
   */
  static Map<String, String> of(Set<String> names, Properties user, MavenProject project) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : names) {
      value(name, user, project).ifPresent(value -> values.put(name, value));
    }
    return values;
  }

  private static Optional<String> value(String name, Properties user, MavenProject project) {
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
