package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.artifact.Artifact;

/** The engine among a project's dependencies: DJL's PyTorch engine, its JNI library and natives. */
final class ProjectEngine {
  private static final String GROUP = "ai.djl.pytorch";
  private static final String NATIVE = "pytorch-native-";

  private ProjectEngine() {}

  /**
   * Digest over the jars that hold native libraries; names the folder into which they are unpacked.
   *
   * @param pytorch whether PyTorch itself comes from them, and does not stand on the machine
   * @throws UserException when the project does not declare the engine for this machine
   */
  static String digest(Collection<Artifact> artifacts, boolean pytorch) {
    List<String> digests = new ArrayList<>();
    for (Artifact artifact : natives(artifacts, pytorch)) {
      digests.add(FileStamps.sha256(artifact.getFile().toPath()));
    }
    digests.sort(null);
    return Digests.sha256(String.join("\n", digests).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The artifacts that hold native libraries for this machine.
   *
   * @param pytorch whether PyTorch itself comes from them, and does not stand on the machine
   * @throws UserException when the project does not declare the engine for this machine
   */
  static List<Artifact> natives(Collection<Artifact> artifacts, boolean pytorch) {
    String platform = platform();
    List<Artifact> natives = new ArrayList<>();
    boolean engine = false;
    boolean jni = false;
    boolean library = false;
    for (Artifact artifact : artifacts) {
      if (!artifact.getGroupId().equals(GROUP)) {
        continue;
      }
      String name = artifact.getArtifactId();
      engine |= name.equals("pytorch-engine");
      boolean isJni = name.equals("pytorch-jni");
      boolean isLibrary = name.startsWith(NATIVE) && platform.equals(artifact.getClassifier());
      jni |= isJni;
      library |= isLibrary;
      if (isJni || isLibrary) {
        natives.add(artifact);
      }
    }
    List<String> missing = new ArrayList<>();
    if (!engine) {
      missing.add(dependency("pytorch-engine", version("djl"), Optional.empty()));
    }
    if (!jni) {
      missing.add(
          dependency("pytorch-jni", version("pytorch") + "-" + version("djl"), Optional.empty()));
    }
    if (!library && pytorch) {
      missing.add(dependency(NATIVE + "cpu", version("pytorch"), Optional.of(platform)));
    }
    if (!missing.isEmpty()) {
      throw new UserException(
          UserException.Kind.SETUP,
          """
          The project does not declare the engine that trains: of DJL's PyTorch engine, its JNI \
          library and its natives for %s, %d of %d are not among the dependencies of scope compile \
          or runtime. Add to its pom.xml:

          %s"""
              .formatted(platform, missing.size(), pytorch ? 3 : 2, String.join("\n", missing)));
    }
    return natives;
  }

  /** Whether an artifact is of the engine: needed when training, though no class file names it. */
  static boolean isPart(String groupId, String artifactId) {
    return groupId.equals(GROUP)
        && (artifactId.equals("pytorch-engine")
            || artifactId.equals("pytorch-jni")
            || artifactId.startsWith(NATIVE));
  }

  /** This machine as DJL's classifiers name it, such as {@code linux-x86_64}. */
  static String platform() {
    return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static String platform(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String os = name.startsWith("mac") ? "osx" : name.startsWith("windows") ? "win" : name;
    return os + "-" + (osArch.equals("amd64") ? "x86_64" : osArch);
  }

  private static String dependency(String artifact, String version, Optional<String> classifier) {
    return """
        <dependency>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>%s
          <scope>runtime</scope>
        </dependency>"""
        .formatted(
            GROUP,
            artifact,
            version,
            classifier.map(c -> "\n  <classifier>" + c + "</classifier>").orElse(""));
  }

  private static String version(String key) {
    Properties versions = new Properties();
    try (InputStream in = ProjectEngine.class.getResourceAsStream("engine.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("the plugin's own jar is not readable", e);
    }
    return versions.getProperty(key);
  }
}
