package io.github.trunkrepro.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.trunkrepro.runtime.Golden;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.engine.Operators;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the numbers that {@code src/test/python/golden_network.py} had from PyTorch. */
class GoldenNetworkTest {
  private static JsonNode golden;
  private static Torch torch;
  private NDManager manager;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = GoldenNetworkTest.class.getResourceAsStream("/golden/network.json")) {
      golden = new ObjectMapper().readTree(in);
    }
    torch =
        Torch.start(
            new DeterminismSpec(
                DeterminismSpec.Tier.BITWISE, 2, DeterminismSpec.Instructions.PORTABLE));
  }

  @BeforeEach
  void open() {
    manager = torch.newManager();
  }

  @AfterEach
  void close() {
    Gradients.disable();
    manager.close();
  }

  @Test
  void initialValuesLieWithinPyTorchsBounds() {
    for (JsonNode module : golden.get("initialBounds")) {
      double bound = Network.bound(module.get("fanIn").asLong());
      assertThat(bound).isCloseTo(module.get("weight").asDouble(), within(1e-15));
      assertThat(bound).isCloseTo(module.get("bias").asDouble(), within(1e-15));
    }
  }

  @Test
  void batchNormFollowsPyTorchOverSeveralSteps() {
    JsonNode expected = golden.get("batchNorm");
    Map<String, NDArray> state = new LinkedHashMap<>();
    state.put("bn.weight", manager.create(Pattern.of(3, 1, 1)));
    state.put("bn.bias", manager.create(Pattern.of(3, 2, 1)));
    state.put("bn.running_mean", manager.zeros(new Shape(3)));
    state.put("bn.running_var", manager.ones(new Shape(3)));
    state.put("bn.num_batches_tracked", manager.zeros(new Shape(), DataType.INT64));
    Layer.Forward norm = new BatchNormalization("bn", 3, 1e-3, 0.3).bind(state);
    Shape shape = new Shape(4, 3, 2, 2);
    for (int step = 0; step < 3; step++) {
      NDArray x = manager.create(Pattern.of(48, 10 + step, 2), shape);
      NDArray y = norm.apply(x, Mode.training(List.of()));
      JsonNode now = expected.get("steps").get(step);
      assertClose(y, now.get("output"));
      assertClose(state.get("bn.running_mean"), now.get("mean"));
      assertClose(state.get("bn.running_var"), now.get("variance"));
    }
    assertThat(state.get("bn.num_batches_tracked").getLong())
        .isEqualTo(expected.get("batches").asLong());

    float[] before = state.get("bn.running_mean").toFloatArray();
    NDArray x = manager.create(Pattern.of(48, 20, 2), shape);
    assertClose(norm.apply(x, Mode.evaluation()), expected.get("evaluation"));
    assertThat(state.get("bn.running_mean").toFloatArray()).isEqualTo(before);
    assertThat(state.get("bn.num_batches_tracked").getLong()).isEqualTo(3);
  }

  @Test
  void layerNormFollowsPyTorch() {
    JsonNode expected = golden.get("layerNorm");
    Shape map = new Shape(3, 2, 5);
    Map<String, NDArray> state = new LinkedHashMap<>();
    state.put("ln.weight", manager.create(Pattern.of(30, 1, 1), map));
    state.put("ln.bias", manager.create(Pattern.of(30, 2, 1), map));
    Shape shape = new Shape(4).addAll(map);
    NDArray x = manager.create(Pattern.of(120, 10, 2), shape);
    List.of(x, state.get("ln.weight"), state.get("ln.bias"))
        .forEach(array -> array.setRequiresGradient(true));
    Layer.Forward norm = new LayerNormalization("ln", new ImageShape(3, 2, 5), 1e-3).bind(state);
    assertClose(norm.apply(x, Mode.evaluation()), expected.get("output"));

    Gradients.enable();
    NDArray y = norm.apply(x, Mode.training(List.of()));
    Gradients.backward(y.mul(manager.create(Pattern.of(120, 3, 1), shape)).sum());
    Gradients.disable();
    assertClose(y, expected.get("output"));
    assertClose(x.getGradient(), expected.get("x"));
    assertClose(state.get("ln.weight").getGradient(), expected.get("weight"));
    assertClose(state.get("ln.bias").getGradient(), expected.get("bias"));
  }

  @Test
  void layerNormTrainsAsInPyTorchOverFiftySteps() {
    JsonNode expected = golden.get("layerNormTraining");
    int images = expected.get("images").asInt();
    List<LayerSpec> features = new ArrayList<>();
    for (int filters : new int[] {3, 4}) {
      features.add(new LayerSpec.Conv2d(filters, 3, 1, 1, true));
      features.add(new LayerSpec.LayerNorm(1e-5));
      features.add(new LayerSpec.Relu());
    }
    BackboneSpec spec =
        new BackboneSpec(
            features,
            List.of(new LayerSpec.Flatten(), new LayerSpec.Linear(LayerSpec.NODE_OUTPUTS, true)));
    try (Network network = patterned(spec, new ImageShape(2, 5, 5), 3)) {
      NDArray x = manager.create(Pattern.of(images * 50L, 50, 1), new Shape(images, 2, 5, 5));
      NDArray labels = manager.create(labels(images, 3)).reshape(-1, 1);
      float rate = (float) expected.get("rate").asDouble();
      for (JsonNode wanted : expected.get("losses")) {
        Gradients.enable();
        NDArray outputs = network.forward(x, Mode.training(List.of()));
        NDArray loss = outputs.logSoftmax(1).gather(labels, 1).mean().neg();
        Gradients.backward(loss);
        Gradients.disable();
        assertThat(loss.getFloat()).isCloseTo((float) wanted.asDouble(), within(1e-5f));
        for (NDArray parameter : network.parameters().values()) {
          NDArray gradient = parameter.getGradient();
          parameter.subi(gradient.mul(rate));
          gradient.subi(gradient);
        }
      }
      float[] outputs = network.forward(x, Mode.evaluation()).toFloatArray();
      Golden.assertClose("outputs", outputs, floats(expected.get("output")), 1e-4, 1e-4);
    }
  }

  @Test
  void dropoutWithPyTorchsMaskGivesPyTorchsOutput() {
    for (JsonNode layer : golden.get("dropout")) {
      boolean channels = layer.get("name").asText().equals("Dropout2d");
      long[] shape = longs(layer.get("shape"));
      NDArray x = manager.create(Pattern.of(new Shape(shape).size(), 30, 1), new Shape(shape));
      Masking masking = new Masking("d", layer.get("p").asDouble(), channels, 0);
      Extent extent =
          channels
              ? Extent.map((int) shape[1], (int) shape[2], (int) shape[3])
              : Extent.vector((int) shape[1]);
      DropoutSite site = masking.site(extent);
      Shape maskShape =
          new Shape(shape[0])
              .addAll(new Shape(site.maskShape().stream().mapToLong(Integer::longValue).toArray()));
      NDArray mask = manager.create(floats(layer.get("kept")), maskShape).mul(site.scale());
      NDArray y = masking.bind(Map.of()).apply(x, Mode.training(List.of(mask)));
      assertThat(y.toFloatArray()).isEqualTo(floats(layer.get("output")));
      assertThat(masking.bind(Map.of()).apply(x, Mode.evaluation())).isSameAs(x);
    }
  }

  @Test
  void poolsRoundDownAsPyTorchDoes() {
    NDArray x = manager.create(Pattern.of(100, 40, 1), new Shape(2, 2, 5, 5));
    JsonNode expected = golden.get("pools");
    assertClose(Operators.maxPool(x, 2, 2), expected.get("max"));
    assertClose(Operators.averagePool(x, 3, 2), expected.get("average"));
    assertClose(Operators.globalAveragePool(x), expected.get("global"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vggRoot",
        "vggGeneral",
        "mobilenetRoot",
        "mobilenetGeneral",
        "vggGeneralLayerNorm",
        "mobilenetGeneralLayerNorm"
      })
  void networksComputeWhatPyTorchComputes(String name) {
    JsonNode expected = golden.get("networks").get(name);
    try (Network network = patterned(name, expected)) {
      int images = expected.get("images").asInt();
      Shape shape = new Shape(images).addAll(new Shape(longs(expected.get("input"))));
      NDArray x =
          manager.create(Pattern.of(shape.size(), expected.get("inputSalt").asLong(), 1), shape);

      NDArray features = network.features(x, Mode.evaluation());
      assertThat(features.getShape().slice(1).getShape())
          .isEqualTo(longs(expected.get("features")));
      assertSummary(features, expected.get("featuresSummary"), 0, "features");
      assertClose(network.classify(features, Mode.evaluation()), expected.get("evaluation"));

      List<NDArray> masks = new ArrayList<>();
      for (DropoutSite site : network.dropoutSites()) {
        Shape mask = new Shape(images, site.maskShape().get(0), 1, 1);
        NDArray kept = manager.create(Pattern.of(mask.size(), 77, 1), mask).gte(0);
        masks.add(kept.toType(DataType.FLOAT32, false).mul(site.scale()));
      }
      Gradients.enable();
      NDArray outputs = network.forward(x, Mode.training(masks));
      NDArray label = manager.create(labels(images, 5)).reshape(-1, 1);
      NDArray loss = outputs.logSoftmax(1).gather(label, 1).mean().neg();
      Gradients.backward(loss);
      Gradients.disable();
      assertClose(outputs, expected.get("training"));
      assertThat(loss.getFloat()).isCloseTo((float) expected.get("loss").asDouble(), within(1e-5f));
      assertGradients(network, expected.get("gradients"));
      for (Map.Entry<String, JsonNode> buffer : expected.get("buffers").properties()) {
        assertSummary(network.state().get(buffer.getKey()), buffer.getValue(), 0, buffer.getKey());
      }
    }
  }

  private static void assertGradients(Network network, JsonNode expected) {
    assertThat(network.parameters().keySet())
        .containsExactlyElementsOf(expected.properties().stream().map(Map.Entry::getKey).toList());
    double largest = 0;
    for (JsonNode gradient : expected) {
      largest = Math.max(largest, gradient.get(0).asDouble());
    }
    for (Map.Entry<String, NDArray> parameter : network.parameters().entrySet()) {
      try (NDArray gradient = parameter.getValue().getGradient()) {
        assertSummary(gradient, expected.get(parameter.getKey()), largest, parameter.getKey());
      }
    }
  }

  /** A network with the patterns of the golden case in its state. */
  private Network patterned(String name, JsonNode expected) {
    int[] input = new ObjectMapper().convertValue(expected.get("input"), int[].class);
    BackboneSpec spec =
        switch (name) {
          case "vggRoot" -> Backbones.vggRoot();
          case "vggGeneral" -> Backbones.vggGeneral();
          case "mobilenetRoot" -> Backbones.mobilenetRoot();
          case "mobilenetGeneral" -> Backbones.mobilenetGeneral();
          case "vggGeneralLayerNorm" -> Backbones.vggGeneral().with(Normalization.LAYER);
          case "mobilenetGeneralLayerNorm" ->
              Backbones.mobilenetGeneral().with(Normalization.LAYER);
          default -> throw new IllegalArgumentException(name);
        };
    return patterned(spec, new ImageShape(input[0], input[1], input[2]), 5);
  }

  private Network patterned(BackboneSpec spec, ImageShape input, int outputs) {
    Network network =
        Network.create(spec, input, outputs, parameter -> RandomStream.of(1, parameter), manager);
    int salt = 0;
    for (Map.Entry<String, NDArray> entry : network.state().entrySet()) {
      NDArray array = entry.getValue();
      if (array.getDataType() == DataType.FLOAT32) {
        long[] shape = array.getShape().getShape();
        boolean norm = shape.length == 1 || shape.length == 3;
        double fanIn = norm ? 12 : (double) array.size() / shape[0];
        float[] values = Pattern.of(array.size(), salt, Math.sqrt(3 / fanIn));
        boolean aroundOne =
            entry.getKey().endsWith("running_var") || (entry.getKey().endsWith("weight") && norm);
        for (int i = 0; aroundOne && i < values.length; i++) {
          values[i]++;
        }
        array.set(values);
      }
      salt++;
    }
    return network;
  }

  @ParameterizedTest
  @CsvSource({
    "cifar10/vgg/1.02/root, 3, 32, 5",
    "cifar10/vgg/1.02/sg1, 64, 16, 2",
    "cifar10/vgg/1.02/sg7, 64, 16, 2",
    "emnist/mobilenet/1.2/root, 1, 28, 14",
    "emnist/mobilenet/1.2/sg1, 32, 38, 8",
    "emnist/mobilenet/1.2/sg23, 48, 50, 2"
  })
  void stateIsNamedAsInThePublishedCheckpoints(String node, int channels, int side, int outputs) {
    BackboneSpec spec =
        switch (node) {
          case "cifar10/vgg/1.02/root" -> Backbones.vggRoot();
          case "cifar10/vgg/1.02/sg1" -> Backbones.vggFlat(64, 32);
          case "cifar10/vgg/1.02/sg7" -> Backbones.vggGeneral();
          case "emnist/mobilenet/1.2/root" -> Backbones.mobilenetRoot();
          default -> Backbones.mobilenetGeneral();
        };
    Map<String, List<Integer>> expected = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : golden.get("states").get(node).properties()) {
      Integer[] shape = new ObjectMapper().convertValue(entry.getValue(), Integer[].class);
      expected.put(entry.getKey(), List.of(shape));
    }
    assertThat(Network.stateShapes(spec, new ImageShape(channels, side, side), outputs))
        .containsExactlyEntriesOf(expected);
  }

  private static void assertClose(NDArray array, JsonNode expected) {
    float[] found = array.toFloatArray();
    float[] wanted = floats(expected);
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i])
          .as("[%d]", i)
          .isCloseTo(wanted[i], within(1e-5f * (1 + Math.abs(wanted[i]))));
    }
  }

  /**
   * Norm and products with patterns, as in {@code summary}.
   *
   * @param scale of other arrays: what is zero in exact arithmetic is noise of that scale
   */
  private static void assertSummary(NDArray array, JsonNode expected, double scale, String name) {
    float[] values = array.toFloatArray();
    double norm = expected.get(0).asDouble();
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    double tolerance = 1e-5 * (norm + scale);
    assertThat(Math.sqrt(squares)).as(name).isCloseTo(norm, within(tolerance));
    for (int i = 1; i <= 2; i++) {
      float[] pattern = Pattern.of(values.length, 100 + i, 1);
      double product = 0;
      for (int j = 0; j < values.length; j++) {
        product += (double) values[j] * pattern[j];
      }
      assertThat(product).as(name).isCloseTo(expected.get(i).asDouble(), within(tolerance));
    }
  }

  private static long[] labels(int images, int classes) {
    return LongStream.range(0, images).map(i -> i % classes).toArray();
  }

  private static float[] floats(JsonNode numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers.get(i).asDouble();
    }
    return floats;
  }

  private static long[] longs(JsonNode numbers) {
    return new ObjectMapper().convertValue(numbers, long[].class);
  }
}
