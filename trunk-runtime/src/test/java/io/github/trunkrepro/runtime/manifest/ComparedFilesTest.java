package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.manifest.Predictions.Row;
import io.github.trunkrepro.runtime.manifest.RunDifference.PredictionChange;
import io.github.trunkrepro.runtime.manifest.RunDifference.TensorChange;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.weights.Safetensors;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files beside a manifest add to a comparison. */
class ComparedFilesTest {
  private static final String ROOT = "0,1,2,3";
  private static final String FIRST = "0,1,2,3/0,3";

  @TempDir Path a;
  @TempDir Path b;

  private static Runs parted() {
    Runs runs = new Runs();
    runs.bits = "other bits";
    return runs;
  }

  private RunDifference compare(Runs one, Runs other) {
    return RunComparison.compare(
        RunSide.of("a", one.run(), Optional.empty()),
        RunSide.of("b", other.run(), Optional.empty()),
        Optional.of(a),
        Optional.of(b));
  }

  private static void weights(Path folder, String node, Map<String, Tensor> tensors) {
    String file = NodePath.parse(node).fileName() + ".safetensors";
    Safetensors.write(folder.resolve("nodes").resolve(file), tensors, Map.of("node", node));
  }

  /** All three nodes of a run: a tensor for each factor, whose values are the factor. */
  private static void network(Path folder, float... factors) {
    Map<String, Tensor> tensors = new TreeMap<>();
    for (int i = 0; i < factors.length; i++) {
      tensors.put("layer" + i, tensor(3, factors[i]));
    }
    for (String node : List.of(ROOT, FIRST, "0,1,2,3/1,2")) {
      weights(folder, node, tensors);
    }
  }

  private static Tensor tensor(int values, float value) {
    ByteBuffer bytes = ByteBuffer.allocate(values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.range(0, values).forEach(i -> bytes.putFloat(value));
    return new Tensor(Tensor.Type.F32, List.of((long) values), bytes.array());
  }

  private static void predictions(Path folder, String testDigest, Row... rows) {
    new Materials(Materials.VERSION, "identity", "train", testDigest, List.of(), Optional.empty())
        .write(folder.resolve(NetworkLayout.MATERIALS));
    new Predictions(List.of(rows)).write(folder.resolve(NetworkLayout.PREDICTIONS));
  }

  private static List<String> lines(RunDifference difference) {
    return RunDifferenceText.lines(difference);
  }

  @Test
  void theTensorsThatAreFurthestApartComeFirst() {
    network(a, 1, 1, 1, 1, 1, 0);
    network(b, 1, 1.5f, 3, 1.25f, 1.125f, 1);
    RunDifference difference = compare(new Runs(), parted());
    List<TensorChange> tensors = difference.weights().orElseThrow().tensors();
    assertThat(tensors).hasSize(12);
    assertThat(tensors.subList(0, 4))
        .containsExactly(
            new TensorChange("root", "layer5", Optional.empty(), Optional.of(1.0)),
            new TensorChange("root", "layer2", Optional.of(2.0), Optional.of(2.0)),
            new TensorChange("root", "layer1", Optional.of(0.5), Optional.of(0.5)),
            new TensorChange("root", "layer3", Optional.of(0.25), Optional.of(0.25)));
    assertThat(tensors.get(4).node()).isEqualTo("{0, O}");
    assertThat(lines(difference))
        .contains(
            "Weights: other in 3 of 3 nodes that both have; the tensors that are furthest apart in"
                + " the first of them:")
        .anyMatch(line -> line.matches("root +layer2 +2\\.00 +2\\.00"))
        .anyMatch(line -> line.matches("root +layer5 +not finite +1\\.00"));
  }

  @Test
  void nodesOfOtherShapesAreLeftOut() {
    network(a, 1, 1);
    network(b, 1, 2);
    weights(b, ROOT, Map.of("layer0", tensor(7, 1)));
    assertThat(compare(new Runs(), parted()).weights().orElseThrow().tensors())
        .extracting(TensorChange::node)
        .containsExactly("{0, O}", "{1, I}");
    weights(b, FIRST, Map.of());
    weights(b, "0,1,2,3/1,2", Map.of());
    assertThat(lines(compare(new Runs(), parted())))
        .contains(
            "Weights: other in 3 of 3 nodes that both have; none of them has tensors of the same"
                + " shapes.");
  }

  @Test
  void aSideWithoutWeightsIsNamed() {
    network(a, 1);
    assertThat(lines(compare(new Runs(), parted())))
        .contains(
            "Weights: other in 3 of 3 nodes that both have; tensors are not compared, B has no"
                + " weights.");
    assertThat(lines(compare(new Runs(), new Runs())))
        .contains("Weights: equal in every node that both have.");
  }

  @Test
  void changedPredictionsAreCountedAndListed() {
    predictions(a, "test", new Row("x", "x"), new Row("x", "y"), new Row("y", "x"));
    predictions(b, "test", new Row("x", "y"), new Row("x", "y"), new Row("y", "y"));
    RunDifference difference = compare(new Runs(), new Runs());
    assertThat(difference.predictions().orElseThrow().images())
        .containsExactly(
            new PredictionChange(0, "x", "x", "y"), new PredictionChange(2, "y", "x", "y"));
    assertThat(lines(difference))
        .contains(
            "Predictions: other for 2 of 3 test images, 1 right in A alone, 1 right in B alone.")
        .anyMatch(line -> line.matches("2 +y +x +y"));
  }

  @Test
  void atMostTwentyImagesAreShownAndAllAreWritten() {
    Row[] rows = new Row[25];
    Arrays.fill(rows, new Row("x", "x"));
    predictions(a, "test", rows);
    Arrays.fill(rows, new Row("x", "y"));
    predictions(b, "test", rows);
    RunDifference difference = compare(new Runs(), new Runs());
    List<String> lines = lines(difference);
    assertThat(lines).contains("... and 5 more, in diff.json");
    assertThat(lines.stream().filter(line -> line.matches("\\d+ +x +x +y"))).hasSize(20);
    difference.write(a.resolve("diff.json"));
    assertThat(Json.read(a.resolve("diff.json"), RunDifference.class)).isEqualTo(difference);
  }

  @Test
  void predictionsOfOtherImagesAreNotCompared() {
    predictions(a, "test", new Row("x", "x"));
    assertThat(lines(compare(new Runs(), new Runs())))
        .contains("Predictions are not compared: B has none.");
    predictions(b, "other", new Row("x", "x"));
    assertThat(lines(compare(new Runs(), new Runs())))
        .contains("Predictions are not compared: they are of other test images.");
    predictions(b, "test", new Row("y", "x"));
    assertThat(lines(compare(new Runs(), new Runs())))
        .contains("Predictions are not compared: the images of one are not those of the other.");
  }
}
