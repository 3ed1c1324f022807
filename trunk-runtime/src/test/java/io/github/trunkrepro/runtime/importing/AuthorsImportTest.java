package io.github.trunkrepro.runtime.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.inference.TrainedNetwork;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.weights.Safetensors;
import io.github.trunkrepro.runtime.weights.TorchCheckpoint;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the small tree that {@code src/test/python/authors_folder.py} made with PyTorch. */
class AuthorsImportTest {
  private static final Path AUTHORS = Path.of("src", "test", "resources", "golden", "authors");

  private static final String RECIPE =
      """
      seed: 1
      dataset:
        format: strokes
        train:
          params: {batch_size: 32}
          transform: [{type: ToTensor}]
        test:
          transform: [{type: ToTensor}]
      network:
        root:
          features: [{conv: {out: 4, kernel: 3, stride: 2, padding: 1}}, batch_norm, relu, {max_pool: {kernel: 2}}]
          classifier: [flatten, {linear: {out: outputs}}]
        general:
          features: [{conv: {out: 4, kernel: 3, padding: 1}}, batch_norm, relu]
          classifier: [flatten, {linear: {out: outputs}}]
      general:
        class_hyperparameters:
          loss: {type: CrossEntropyLoss}
          optimizer: {type: Adam}
          epochs: 1
        grouping_hyperparameters:
          loss: {type: CrossEntropyLoss}
          optimizer: {type: Adam}
          epochs: 1
          grouping_volatility: 1.2
      """;

  @TempDir Path folder;
  private Path source;
  private Path output;

  @BeforeEach
  void copySource() throws IOException {
    source = folder.resolve("authors");
    output = folder.resolve("out");
    try (Stream<Path> files = Files.walk(AUTHORS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = source.resolve(AUTHORS.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  @Test
  void writesOurLayout() throws IOException {
    List<String> lines = run();
    assertThat(lines.get(0))
        .isEqualTo("imported 4 nodes of 12 classes from 14 files into " + output);
    JsonNode manifest = Json.read(output.resolve("manifest.json"), JsonNode.class);
    assertThat(manifest.path("version").asText()).isEqualTo("imported-1");
    assertThat(manifest.path("sources")).hasSize(14);
    for (JsonNode file : manifest.path("sources")) {
      assertThat(file.path("sha256").asText())
          .isEqualTo(Digests.sha256(AUTHORS.resolve(file.path("name").asText())));
    }
    assertThat(manifest.path("nodes").findValuesAsText("importedName"))
        .containsExactly("root", "sg1", "sg2", "sg6");
    assertThat(manifest.path("nodes").findValuesAsText("id"))
        .containsExactly(
            "0,1,2,3,4,5,6,7,8,9,10,11",
            "0,1,2,3,4,5,6,7,8,9,10,11/0,1,2",
            "0,1,2,3,4,5,6,7,8,9,10,11/0,1,2/0,1",
            "0,1,2,3,4,5,6,7,8,9,10,11/3,4");
    ClassTree tree = Json.read(output.resolve("tree.json"), ClassTree.class);
    assertThat(tree.nodes()).hasSize(4);
    assertThat(Safetensors.read(output.resolve("nodes/classes-0-1-2.safetensors")).tensors())
        .isEqualTo(TorchCheckpoint.stateDict(AUTHORS.resolve("model_weights/sg1.pt")));
    assertThat(Safetensors.read(output.resolve("asl/classes-3-4.safetensors")).tensors())
        .isEqualTo(
            Map.of(
                "mean",
                TorchCheckpoint.tensor(AUTHORS.resolve("model_softmax/sg6_avg_softmax.pt"))));
  }

  @Test
  void isReadAsATrainedNetworkIs() throws IOException {
    run();
    TrainedNetwork network = TrainedNetwork.read(output);
    assertThat(network.classNames()).hasSize(12);
    assertThat(network.nodes()).hasSize(4);
    assertThat(network.nodes().get(0).outputs()).hasSize(9);
    assertThat(network.recipe()).isEqualTo(recipe());
  }

  @Test
  void givesTheSameBytesAgainAndReplacesAnImport() throws IOException {
    run();
    Map<String, String> first = digests();
    Files.writeString(output.resolve("nodes/old.safetensors"), "");
    run();
    assertThat(digests()).isEqualTo(first);
  }

  @Test
  void aTrainingIsNotReplaced() throws IOException {
    Files.createDirectories(output);
    Files.writeString(
        output.resolve("manifest.json"), "{\"version\": \"" + Manifest.VERSION + "\"}");
    assertThatThrownBy(this::run)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(output.toString(), "holds a training", "trunk.outputDirectory");
  }

  @Test
  void anImportIsNoBaseline() throws IOException {
    run();
    assertThatThrownBy(() -> Manifest.read(output.resolve("manifest.json")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("expected \"version\": \"1\", found \"imported-1\"");
  }

  /** Each change of a file, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "target_map.json | \"11\": [8, -1 | \"11\": [7, -1 | target_map.json: the way of class 10 ends where",
        "target_map.json | \"11\": [8 | \"11\": [9 | numbered from 0 in the order of their first classes",
        "target_map.json | \"11\": [8, -1 | \"11\": [-1, 8 | as indices of children, then -1, found [-1,8,-1,-1]",
        "target_map.json | \"11\" | \"12\" | as indices of children, then -1, found nothing",
        "target_map.json | , \"11\": [8, -1, -1, -1] | `` | expected the 12 classes of the recipe's data set, found 11",
        "target_map.json | [0, 1, -1, -1] | [0, 0, -1, -1] | expected the children of classes [0, 1, 2] to be several",
        "target_map.json | { | ( | target_map.json:1:",
        "model_weights/inputs_to_models.json | [1, 28, 28] | [1, 28, 27] | \"root\" takes 1x28x27 there, but 1x28x28",
        "model_weights/inputs_to_models.json | [4, 7, 7], 2 | [4, 7, 7], 3 | expected the node of classes {0,1,2} next, with 2 outputs, found \"sg1\": [[4,7,7],3]",
        "model_weights/inputs_to_models.json | \"sg1\" | \"../sg1\" | found \"../sg1\"",
        "model_weights/inputs_to_models.json | \"sg1\" | \"sg99\" | sg99.pt cannot be read",
        "model_weights/inputs_to_models.json | [1, 28, 28] | [28, 28] | expected channels, height and width that \"root\" takes, found [28,28]",
        "sg1_supergroups.json | [0, 1] | [0, 2] | sg1_supergroups.json has the groups [[0, 2], [2]], but the tree of target_map.json has [[0, 1], [2]]",
      })
  void saysWhatDoesNotFit(String file, String from, String to, String message) throws IOException {
    Path changed = source.resolve(file);
    String text = Files.readString(changed);
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    Files.writeString(changed, text.substring(0, at) + to + text.substring(at + from.length()));
    assertThatThrownBy(this::run)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("cannot be imported", message);
    assertThat(output.resolve("manifest.json")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_weights/sg2.pt | model_weights/root.pt | features.0.weight expected [4, 4, 3, 3], found [4, 1, 3, 3]",
        "model_weights/sg2.pt | model_softmax/sg2_avg_softmax.pt | expected a state dict",
        "model_softmax/sg1_avg_softmax.pt | model_softmax/sg2_avg_softmax.pt | expected F32[3, 3]",
        "model_softmax/sg2_avg_softmax.pt | model_weights/sg2.pt | expected a tensor",
      })
  void saysWhichFileIsAnothers(String file, String other, String message) throws IOException {
    Files.write(source.resolve(file), Files.readAllBytes(source.resolve(other)));
    assertThatThrownBy(this::run)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("cannot be imported", file, message);
  }

  @Test
  void saysAllAtOnce() throws IOException {
    Files.delete(source.resolve("model_softmax/sg6_avg_softmax.pt"));
    Files.delete(source.resolve("model_weights/sg1.pt"));
    assertThatThrownBy(this::run).hasMessageContainingAll("sg6_avg_softmax.pt", "sg1.pt");
  }

  @Test
  void groupsMustFollowFromTheRecipesGroupingVolatility() {
    assertThatThrownBy(
            () -> run(RECIPE.replace("grouping_volatility: 1.2", "grouping_volatility: 0.5")))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "root_avg_softmax.pt",
            "grouping volatility 0.5",
            "but the tree has [[0, 1, 2], [3, 4]");
  }

  @Test
  void aFolderOfSomethingElseIsRefused() {
    assertThatThrownBy(
            () -> AuthorsImport.run(folder.resolve("none"), recipe(), folder, folder, output))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no folder of a tree in the authors' layout");
  }

  /** Maven's process, where imports run, has no DJL. */
  @Test
  void needsNoEngine() throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("djl") && !entry.contains("pytorch")) {
        classPath.add(Path.of(entry).toUri().toURL());
      }
    }
    Path recipe = Files.writeString(folder.resolve("experiment.yaml"), RECIPE);
    try (URLClassLoader loader =
        new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> loader.loadClass("ai.djl.ndarray.NDArray"))
          .isInstanceOf(ClassNotFoundException.class);
      Class<?> recipes = loader.loadClass(RecipeReader.class.getName());
      Object read =
          recipes
              .getMethod("read", Path.class, Path.class, Map.class)
              .invoke(null, recipe, folder, Map.of());
      loader
          .loadClass(AuthorsImport.class.getName())
          .getMethod("run", Path.class, read.getClass(), Path.class, Path.class, Path.class)
          .invoke(null, source, read, folder, folder, output);
    }
    assertThat(output.resolve("manifest.json")).exists();
  }

  private List<String> run() throws IOException {
    return run(RECIPE);
  }

  private List<String> run(String recipe) throws IOException {
    return AuthorsImport.run(source, recipe(recipe), folder, folder, output);
  }

  private Recipe recipe() throws IOException {
    return recipe(RECIPE);
  }

  private Recipe recipe(String text) throws IOException {
    return RecipeReader.read(
        Files.writeString(folder.resolve("experiment.yaml"), text), folder, Map.of());
  }

  private Map<String, String> digests() throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .filter(Files::isRegularFile)
          .collect(Collectors.toMap(file -> output.relativize(file).toString(), Digests::sha256));
    }
  }
}
