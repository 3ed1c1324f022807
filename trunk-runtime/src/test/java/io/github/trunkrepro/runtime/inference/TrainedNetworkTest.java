package io.github.trunkrepro.runtime.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.fork.TrainedFolder;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.PublishedManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where networks are read from, and what is said of those that are not whole. */
class TrainedNetworkTest {
  @TempDir static Path project;
  private static Path trained;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    trained = TrainedFolder.train(project);
  }

  /** A folder of each test's own to spoil. */
  @BeforeEach
  void copy() throws IOException {
    folder = folder.resolve("network");
    try (Stream<Path> files = Files.walk(trained)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(trained.relativize(file).toString()));
      }
    }
  }

  private Path jar(String name, String... artifactIds) throws IOException {
    Path jar = folder.resolveSibling(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (String artifactId : artifactIds) {
          String inside = folder.relativize(file).toString().replace('\\', '/');
          zip.putNextEntry(
              new ZipEntry(NetworkLayout.archiveFolder("org.example", artifactId) + inside));
          zip.write(Files.readAllBytes(file));
        }
      }
    }
    return jar;
  }

  private static URLClassLoader classPath(Path... jars) {
    URL[] urls =
        Stream.of(jars)
            .map(
                jar -> {
                  try {
                    return jar.toUri().toURL();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })
            .toArray(URL[]::new);
    return new URLClassLoader(urls, null);
  }

  private static List<String> nodes(TrainedNetwork network) {
    return network.nodes().stream()
        .map(node -> node.path().id() + node.weights().keySet())
        .toList();
  }

  @Test
  void aFolderAnArchiveAndAClassPathAreTheSameNetwork() throws IOException {
    TrainedNetwork expected = TrainedNetwork.read(folder);
    assertThat(expected.nodes()).hasSizeGreaterThan(1);
    Files.writeString(
        folder.resolve("manifest.json"),
        ReadableJson.write(PublishedManifest.of(Manifest.read(trained.resolve("manifest.json")))));
    Path one = jar("one.jar", "one");
    Path two = jar("two.jar", "two");

    TrainedNetwork archive = TrainedNetwork.read(one);
    assertThat(archive.recipe()).isEqualTo(expected.recipe());
    assertThat(archive.classNames()).isEqualTo(expected.classNames());
    assertThat(nodes(archive)).isEqualTo(nodes(expected));
    try (URLClassLoader loader = classPath(one, two)) {
      for (String artifactId : List.of("one", "two")) {
        assertThat(nodes(TrainedNetwork.read(loader, "org.example", artifactId)))
            .isEqualTo(nodes(expected));
      }
      assertThatThrownBy(() -> TrainedNetwork.read(loader, "org.example", "three"))
          .isInstanceOf(ClassifierException.MissingFile.class)
          .hasMessageContainingAll("class path", "org.example:three", "dependency");
    }
  }

  @Test
  void oneOfTwoNetworksIsNotGuessed() throws IOException {
    Path both = jar("both.jar", "one", "two");
    assertThatThrownBy(() -> TrainedNetwork.read(both))
        .isInstanceOf(ClassifierException.Unreadable.class)
        .hasMessageContainingAll(both.toString(), "2 networks", "loadResource");
    Path again = jar("again.jar", "one");
    try (URLClassLoader loader = classPath(both, again)) {
      assertThatThrownBy(() -> TrainedNetwork.read(loader, "org.example", "one"))
          .isInstanceOf(ClassifierException.Unreadable.class)
          .hasMessageContainingAll("several times", "both.jar", "again.jar");
    }
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Path root = folder.resolve("nodes/root.safetensors");
    Files.delete(root);
    ClassifierException.MissingFile missing =
        catchThrowableOfType(
            ClassifierException.MissingFile.class, () -> TrainedNetwork.read(folder));
    assertThat(missing.file()).isEqualTo(root.toString());
    assertThat(missing).hasMessageContaining("mvn trunk:train");

    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> TrainedNetwork.read(nowhere))
        .isInstanceOf(ClassifierException.MissingFile.class)
        .hasMessageContaining(nowhere.resolve("manifest.json").toString());
    Path empty = jar("empty.jar");
    assertThatThrownBy(() -> TrainedNetwork.read(empty))
        .isInstanceOf(ClassifierException.MissingFile.class)
        .hasMessageContaining("META-INF/trunk/");
  }

  @Test
  void alteredWeightsCarryNodeAndDigests() throws IOException {
    Path root = folder.resolve("nodes/root.safetensors");
    byte[] bytes = Files.readAllBytes(root);
    bytes[bytes.length - 1] ^= 1;
    Files.write(root, bytes);
    String rootId = TrainedNetwork.read(trained).nodes().get(0).path().id();

    ClassifierException.Altered altered =
        catchThrowableOfType(ClassifierException.Altered.class, () -> TrainedNetwork.read(folder));
    assertThat(altered.part()).isEqualTo("the weights of node " + rootId);
    assertThat(altered.expected())
        .isEqualTo(
            Manifest.read(trained.resolve("manifest.json"))
                .reproducible()
                .nodes()
                .get(0)
                .phases()
                .stream()
                .reduce((first, last) -> last)
                .orElseThrow()
                .weightsDigest());
    assertThat(altered.found()).hasSize(64).isNotEqualTo(altered.expected());
    assertThat(altered).hasMessageContainingAll(root.toString(), altered.found());
  }

  @Test
  void anAlteredRecipeIsFound() throws IOException {
    replace("recipe.json", "\"seed\": 11", "\"seed\": 12");
    assertThatThrownBy(() -> TrainedNetwork.read(folder))
        .isInstanceOf(ClassifierException.Altered.class)
        .hasMessageContainingAll("recipe.json", "the recipe");
  }

  @Test
  void anotherVersionIsRefusedBeforeTheRestIsUnderstood() throws IOException {
    replace("recipe.json", "\"version\": \"1\"", "\"new\": 1, \"version\": \"2\"");
    ClassifierException.OtherVersion other =
        catchThrowableOfType(
            ClassifierException.OtherVersion.class, () -> TrainedNetwork.read(folder));
    assertThat(other.expected()).isEqualTo("1");
    assertThat(other.found()).isEqualTo("\"2\"");
  }

  @Test
  void whatIsDamagedIsUnreadable() throws IOException {
    Path text = Files.writeString(folder.resolveSibling("text.jar"), "no archive");
    assertThatThrownBy(() -> TrainedNetwork.read(text))
        .isInstanceOf(ClassifierException.Unreadable.class)
        .hasMessageContainingAll(text.toString(), "trunk:train");
    Path jar = jar("whole.jar", "one");
    byte[] bytes = Files.readAllBytes(jar);
    Path half = folder.resolveSibling("half.jar");
    Files.write(half, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> TrainedNetwork.read(half))
        .isInstanceOf(ClassifierException.Unreadable.class);
    Files.writeString(folder.resolve("nodes/root.safetensors"), "short");
    assertThatThrownBy(() -> TrainedNetwork.read(folder))
        .isInstanceOf(ClassifierException.Unreadable.class)
        .hasMessageContaining("root.safetensors");
    Files.writeString(folder.resolve("manifest.json"), "{");
    assertThatThrownBy(() -> TrainedNetwork.read(folder))
        .isInstanceOf(ClassifierException.Unreadable.class)
        .hasMessageContaining("manifest.json");
  }

  private void replace(String file, String part, String replacement) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(part);
    Files.writeString(path, text.replace(part, replacement));
  }
}
