package io.github.trunkrepro.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Materials;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.NodeRecord;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.manifest.Predictions;
import io.github.trunkrepro.runtime.manifest.Predictions.Row;
import io.github.trunkrepro.runtime.manifest.PublishedManifest;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.manifest.RunDifference;
import io.github.trunkrepro.runtime.manifest.RunDifference.PredictionChange;
import io.github.trunkrepro.runtime.manifest.RunDifference.TensorChange;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionReportTest {
  private static final RecipeFile RECIPE =
      new RecipeFile(
          RecipeFile.VERSION,
          new ImageShape(1, 28, 28),
          JsonNodeFactory.instance.objectNode(),
          Optional.empty());

  @TempDir Path folder;
  private final RecordingLog log = new RecordingLog();

  /** A run whose root has these weights, in a folder of its own. */
  private Manifest run(Path output, int correct, float... weights) throws IOException {
    Manifest plain = Manifests.run(correct);
    Reproducible of = plain.reproducible();
    String digest = String.valueOf((int) weights[0]).repeat(64);
    Manifest run =
        Manifest.of(
            plain.provenance(),
            new Reproducible(
                of.seed(),
                of.recipeDigest(),
                of.data(),
                of.tree(),
                List.of(
                    new NodeRecord(
                        "0,1",
                        of.tree().classNames(),
                        List.of(new PhaseRecord(Phase.CLASS, "f".repeat(64), digest, 1, List.of())),
                        List.of(),
                        true,
                        Optional.empty(),
                        weights.length,
                        1)),
                of.test(),
                of.testSelectedOn(),
                of.averageSoftmax(),
                of.determinism()),
            plain.environment());
    run.write(output.resolve(NetworkLayout.MANIFEST));
    safetensors(output.resolve(NetworkLayout.NODES).resolve("root.safetensors"), weights);
    return run;
  }

  /** One tensor; written here, because no engine's package is known to the plugin. */
  private static void safetensors(Path file, float... values) throws IOException {
    int length = values.length * Float.BYTES;
    byte[] header =
        """
        {"features.weight": {"dtype": "F32", "shape": [%d], "data_offsets": [0, %d]}}"""
            .formatted(values.length, length)
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + header.length + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (float value : values) {
      bytes.putFloat(value);
    }
    Files.createDirectories(file.getParent());
    Files.write(file, bytes.array());
  }

  /** A baseline with a tolerance, that was made on another platform. */
  private static Baseline elsewhere() {
    return Json.parse(
        ReadableJson.write(Manifests.baseline(90))
            .replace("cpu-test", "cpu-other")
            .getBytes(StandardCharsets.UTF_8),
        "baseline",
        Baseline.class);
  }

  private static void predictions(Path output, String... predicted) {
    new Materials(Materials.VERSION, "", "train", "test", List.of(), Optional.empty())
        .write(output.resolve(NetworkLayout.MATERIALS));
    new Predictions(List.of(predicted).stream().map(name -> new Row("ring", name)).toList())
        .write(output.resolve(NetworkLayout.PREDICTIONS));
  }

  private ReproductionReport report(Path files, Manifest original, Optional<Baseline> baseline) {
    return new ReproductionReport(
        new RecordedRun(
            "letters",
            files,
            PublishedManifest.of(original),
            new Materials(Materials.VERSION, "", "train", "test", List.of(), Optional.empty()),
            RECIPE,
            baseline,
            List.of()),
        folder,
        log);
  }

  private RunDifference difference() {
    return Json.read(folder.resolve("diff.json"), RunDifference.class);
  }

  private Path original() {
    return folder.resolve("original");
  }

  private Path output() {
    return folder.resolve("run");
  }

  @Test
  void anEqualRunHasEqualWeightsAndPredictions() throws IOException {
    Manifest first = run(original(), 90, 1, 2);
    run(output(), 90, 1, 2);
    predictions(original(), "ring", "bar");
    predictions(output(), "ring", "bar");
    report(original(), first, Optional.empty()).tell(output());
    assertThat(log.lines()).singleElement().asString().startsWith("INFO bitwise equal: ");
    assertThat(difference().weights().orElseThrow().summary())
        .isEqualTo("Weights: equal in every node that both have.");
    assertThat(difference().predictions().orElseThrow().summary())
        .isEqualTo(
            "Predictions: other for 0 of 2 test images, 0 right in A alone, 0 right in B alone.");
  }

  @Test
  void anotherRunIsToldWithItsTensorsAndPredictions() throws IOException {
    Manifest first = run(original(), 90, 1, 0);
    run(output(), 80, 3, 0);
    predictions(original(), "ring", "ring");
    predictions(output(), "ring", "bar");
    assertThatThrownBy(() -> report(original(), first, Optional.empty()).tell(output()))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.CHECK))
        .hasMessageContainingAll(
            "letters was not reproduced.",
            "Weights: other in 1 of 1 nodes that both have; the tensors that are furthest apart",
            "features.weight  2.00",
            "Predictions: other for 1 of 2 test images, 1 right in A alone, 0 right in B alone.",
            folder.resolve("diff.json").toString());
    assertThat(difference().weights().orElseThrow().tensors())
        .containsExactly(
            new TensorChange("root", "features.weight", Optional.of(2.0), Optional.of(2.0)));
    assertThat(difference().predictions().orElseThrow().images())
        .containsExactly(new PredictionChange(1, "ring", "ring", "bar"));
    assertThat(folder.resolve("diff.md")).content().contains("features.weight");
  }

  /** An archive has weights, and no predictions. */
  @Test
  void withinToleranceOfAnArchiveTellsWhereAllDifferencesAre() throws IOException {
    Manifest first = run(original(), 90, 1, 2);
    Path archive = folder.resolve("letters.jar");
    run(output(), 89, 4, 2);
    predictions(output(), "ring");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.createDirectories(zip.getPath(NetworkLayout.NODES));
      String weights = NetworkLayout.NODES + "/root.safetensors";
      Files.copy(original().resolve(weights), zip.getPath(weights));
    }
    try (FileSystem zip = FileSystems.newFileSystem(archive)) {
      report(zip.getPath(""), first, Optional.of(elsewhere())).tell(output());
    }
    assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO within tolerance: "));
    assertThat(log.lines()).contains("INFO what differs: " + folder.resolve("diff.md"));
    assertThat(difference().weights().orElseThrow().tensors())
        .extracting(TensorChange::tensor)
        .containsExactly("features.weight");
    assertThat(difference().predictions().orElseThrow().summary())
        .isEqualTo("Predictions are not compared: A has none.");
  }
}
