package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForkJavaTest {
  @TempDir private Path jdk;

  @Test
  void isMavensOwnWithoutAToolchain() throws IOException {
    assertThat(ForkJava.find(new Toolchains(null), null))
        .isEqualTo(
            new ForkJava(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Runtime.version().feature()));
  }

  @ParameterizedTest
  @CsvSource({"17, 17", "17.0.15, 17", "25-ea, 25", "25.0.1+8, 25"})
  void isTheToolchainsWhereThereIsOne(String version, int feature) throws IOException {
    Path java = jdk(version);
    assertThat(find(java)).isEqualTo(new ForkJava(java, feature));
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_402, 8", "11.0.2, 11", "16, 16"})
  void saysWhichToolchainIsTooOld(String version, String feature) throws IOException {
    Path java = jdk(version);
    assertThatThrownBy(() -> find(java))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("Java " + feature, java.toString(), "17");
  }

  @Test
  void aToolchainWithoutJavaIsTold() {
    assertThatThrownBy(() -> find(null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no java");
  }

  private Path jdk(String version) throws IOException {
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk.resolve("bin/java");
  }

  private static ForkJava find(Path java) throws IOException {
    return ForkJava.find(new Toolchains(new Jdk(java)), null);
  }

  private record Jdk(Path java) implements Toolchain {
    @Override
    public String getType() {
      return "jdk";
    }

    @Override
    public String findTool(String name) {
      return name.equals("java") && java != null ? java.toString() : null;
    }
  }

  private record Toolchains(Toolchain configured) implements ToolchainManager {
    @Override
    public Toolchain getToolchainFromBuildContext(String type, MavenSession session) {
      return type.equals("jdk") ? configured : null;
    }

    @Override
    public List<Toolchain> getToolchains(
        MavenSession session, String type, Map<String, String> requirements) {
      return List.of();
    }
  }
}
