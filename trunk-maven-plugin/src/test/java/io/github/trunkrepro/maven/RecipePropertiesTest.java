package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.maven.model.Build;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipePropertiesTest {
  @TempDir private Path folder;
  private final MavenProject project = new MavenProject();
  private final Properties user = new Properties();

  @BeforeEach
  void describe() {
    project.setGroupId("com.example");
    project.setArtifactId("tree");
    project.setVersion("1.0");
    project.setFile(folder.resolve("pom.xml").toFile());
    project.setBuild(new Build());
    project.getBuild().setDirectory("target");
  }

  @Test
  void theCommandLineComesBeforeThePom() {
    project.getProperties().setProperty("lr", "0.1");
    assertThat(of("lr")).containsExactly(Map.entry("lr", "0.1"));
    user.setProperty("lr", "0.2");
    assertThat(of("lr")).containsExactly(Map.entry("lr", "0.2"));
  }

  @Test
  void theProjectHasAFewNamesOfItsOwn() {
    assertThat(
            of(
                "project.groupId",
                "project.artifactId",
                "project.version",
                "project.basedir",
                "project.build.directory"))
        .containsOnly(
            Map.entry("project.groupId", "com.example"),
            Map.entry("project.artifactId", "tree"),
            Map.entry("project.version", "1.0"),
            Map.entry("project.basedir", folder.toString()),
            Map.entry("project.build.directory", "target"));
  }

  @Test
  void theMachineIsNotAsked() {
    assertThat(of("java.version", "user.name", "env.PATH", "os.name")).isEmpty();
  }

  private Map<String, String> of(String... names) {
    Map<String, String> values = new TreeMap<>();
    for (String name : names) {
      RecipeProperties.value(name, user, project).ifPresent(value -> values.put(name, value));
    }
    return values;
  }
}
