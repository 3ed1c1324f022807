package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectEngineTest {
  @TempDir private Path folder;

  @Test
  void digestIsThatOfTheNativeJarsWhereverTheyLie() throws IOException {
    assertThat(ProjectEngine.digest(Artifacts.engine(folder.resolve("a")), true))
        .isEqualTo(ProjectEngine.digest(Artifacts.engine(folder.resolve("b")), true))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void digestChangesWithANativeJarButNotWithTheEngine() throws IOException {
    Set<Artifact> engine = Artifacts.engine(folder);
    String before = ProjectEngine.digest(engine, true);
    Files.writeString(folder.resolve("pytorch-engine-0.36.0.jar"), "other");
    assertThat(ProjectEngine.digest(engine, true)).isEqualTo(before);
    Files.writeString(folder.resolve("pytorch-native-cpu-2.7.1.jar"), "other");
    assertThat(ProjectEngine.digest(engine, true)).isNotEqualTo(before);
  }

  @Test
  void nothingDeclaredPrintsAllThatIsToBeAdded() {
    assertThatThrownBy(() -> ProjectEngine.digest(List.of(), true))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.SETUP))
        .hasMessageContainingAll(
            "<artifactId>pytorch-engine</artifactId>\n  <version>0.36.0</version>",
            "<artifactId>pytorch-jni</artifactId>\n  <version>2.7.1-0.36.0</version>",
            "<artifactId>pytorch-native-cpu</artifactId>\n  <version>2.7.1</version>\n"
                + "  <classifier>"
                + ProjectEngine.platform()
                + "</classifier>");
  }

  @Test
  void nativesOfAnotherPlatformAreNone() {
    List<Artifact> artifacts =
        List.of(
            Artifacts.jar(folder, "ai.djl.pytorch", "pytorch-engine", "0.36.0", null),
            Artifacts.jar(folder, "ai.djl.pytorch", "pytorch-jni", "2.7.1-0.36.0", null),
            Artifacts.jar(folder, "ai.djl.pytorch", "pytorch-native-cpu", "2.7.1", "plan9-vax"));
    assertThatThrownBy(() -> ProjectEngine.digest(artifacts, true))
        .hasMessageContaining("1 of 3")
        .hasMessageContaining("<artifactId>pytorch-native-cpu</artifactId>")
        .hasMessageNotContainingAny("<artifactId>pytorch-jni", "<artifactId>pytorch-engine");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-aarch64",
    "Mac OS X, aarch64, osx-aarch64",
    "Windows 11, amd64, win-x86_64"
  })
  void namesPlatformsAsDjlDoes(String name, String arch, String platform) {
    assertThat(ProjectEngine.platform(name, arch)).isEqualTo(platform);
  }
}
