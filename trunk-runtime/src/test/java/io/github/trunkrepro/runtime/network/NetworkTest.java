package io.github.trunkrepro.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.benchmark.TrainingBits;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  private static final ImageShape SMALL = new ImageShape(1, 8, 8);
  private NDManager manager;

  @BeforeEach
  void open() {
    manager =
        Torch.start(
                new DeterminismSpec(
                    DeterminismSpec.Tier.BITWISE, 2, DeterminismSpec.Instructions.PORTABLE))
            .newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Network network(BackboneSpec spec, ImageShape input) {
    return Network.create(spec, input, 5, name -> RandomStream.of(3, name), manager);
  }

  static List<Arguments> misfits() {
    LayerSpec flatten = new LayerSpec.Flatten();
    LayerSpec linear = new LayerSpec.Linear(LayerSpec.NODE_OUTPUTS, true);
    LayerSpec conv = new LayerSpec.Conv2d(4, 3, 1, 1, true);
    LayerSpec pool = new LayerSpec.MaxPool2d(2, 2);
    List<LayerSpec> head = List.of(flatten, linear);
    return List.of(
        Arguments.of(
            List.of(conv, pool, pool, pool, pool),
            head,
            List.of("network.root: features[4]", "MaxPool2d", "a map of 4x1x1", "2x2 window")),
        Arguments.of(
            List.of(conv),
            List.of(linear),
            List.of("classifier[0]", "a map of 4x8x8", "put Flatten before it")),
        Arguments.of(
            List.of(conv, flatten), head, List.of("features end in a vector of 256", "a map")),
        Arguments.of(
            List.of(conv),
            List.of(flatten, conv),
            List.of("classifier[1]", "a vector of 256", "before Flatten")),
        Arguments.of(
            List.of(conv),
            List.of(flatten, new LayerSpec.Linear(7, true)),
            List.of("classifier ends in a vector of 7", "5 outputs")),
        Arguments.of(
            List.of(conv), List.of(), List.of("classifier ends in a map of 4x8x8", "5 outputs")),
        Arguments.of(
            List.of(new LayerSpec.Conv2d(4, 3, 0, 1, true)),
            head,
            List.of("features[0]", "stride of at least 1")),
        Arguments.of(
            List.of(conv, new LayerSpec.Dropout(1)), head, List.of("features[1]", "probability")),
        Arguments.of(
            List.of(new LayerSpec.BatchNorm2d(Double.NaN, 0.1)),
            head,
            List.of("features[0]", "eps")),
        Arguments.of(List.of(new LayerSpec.LayerNorm(0)), head, List.of("features[0]", "eps")),
        Arguments.of(
            List.of(conv, flatten, new LayerSpec.LayerNorm(1e-5)),
            List.of(new LayerSpec.Linear(LayerSpec.NODE_OUTPUTS, true)),
            List.of("features[2]", "before Flatten")),
        Arguments.of(
            List.of(new LayerSpec.Conv2d(Integer.MAX_VALUE, 3, 1, 1, true)),
            head,
            List.of("features[0]", "too large")),
        Arguments.of(
            List.of(new LayerSpec.InvertedResidual(4, 0, 1)),
            head,
            List.of("features[0]", "multiplier")));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void layerThatDoesNotFitIsNamed(
      List<LayerSpec> features, List<LayerSpec> classifier, List<String> words) {
    BackboneSpec spec = new BackboneSpec(features, classifier);
    assertThatThrownBy(() -> Network.check(spec, SMALL, 5, "network.root"))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.SETUP))
        .message()
        .contains(words);
  }

  @Test
  void checkGivesTheShapeThatFeaturesHave() {
    ImageShape input = new ImageShape(1, 9, 7);
    ImageShape shape = Network.check(Backbones.mobilenetRoot(), input, 5, "network.root");
    try (Network network = network(Backbones.mobilenetRoot(), input)) {
      NDArray x = manager.zeros(new Shape(2, 1, 9, 7));
      assertThat(network.featureShape()).isEqualTo(shape);
      assertThat(network.features(x, Mode.evaluation()).getShape())
          .isEqualTo(new Shape(2, shape.channels(), shape.height(), shape.width()));
    }
  }

  @Test
  void countsAreThoseOfTheArithmetic() {
    BackboneSpec spec =
        new BackboneSpec(
            List.of(new LayerSpec.Conv2d(4, 3, 2, 1, true), new LayerSpec.BatchNorm2d(1e-5, 0.1)),
            List.of(new LayerSpec.Flatten(), new LayerSpec.Linear(LayerSpec.NODE_OUTPUTS, false)));
    Counts counts = Network.count(spec, SMALL, 5);
    // 8x8 with stride 2 is 4x4.
    assertThat(counts.parameters()).isEqualTo(4 * 9 + 4 + 4 + 4 + 5 * 64);
    assertThat(counts.multiplyAccumulates()).isEqualTo(4 * 9 * 16 + 5 * 64);
    assertThat(counts.bytes()).isEqualTo(4 * (counts.parameters() + 4 + 4) + 8);
  }

  @Test
  void initialValuesAreThoseOfTheParametersOwnStream() {
    try (Network network = network(Backbones.vggRoot(), new ImageShape(3, 8, 8))) {
      NDArray weight = network.parameters().get("features.3.weight");
      RandomStream stream = RandomStream.of(3, "features.3.weight");
      double bound = 1 / Math.sqrt(16 * 9);
      for (float value : weight.toFloatArray()) {
        assertThat(value).isEqualTo((float) ((2.0 * stream.nextFloat() - 1) * bound));
        assertThat((double) value).isCloseTo(0, within(bound));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void foldedNormalizationComputesTheSame(boolean mobilenet) {
    BackboneSpec spec = mobilenet ? Backbones.mobilenetRoot() : Backbones.vgg(false, 16, 8);
    NDArray x = manager.create(Pattern.of(4 * 64, 1, 1), new Shape(4, 1, 8, 8));
    try (NDManager other = manager.newSubManager()) {
      float[] expected;
      Network folded;
      try (Network network = network(spec, SMALL)) {
        Gradients.disable();
        // Every channel with factors, offsets and statistics of its own.
        network
            .parameters()
            .values()
            .forEach(
                values ->
                    values.addi(
                        manager
                            .create(Pattern.of(values.size(), 1, 1), values.getShape())
                            .mul(0.1f)));
        network.forward(x, Mode.training(List.of()));
        expected = network.forward(x, Mode.evaluation()).toFloatArray();
        folded = network.folded(other);
        assertThat(network.forward(x, Mode.evaluation()).toFloatArray()).containsExactly(expected);
      }
      assertThat(folded.state().keySet()).noneMatch(name -> name.contains("running"));
      float[] found = folded.forward(x, Mode.evaluation()).toFloatArray();
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) found[i])
            .isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
      }
    }
  }

  @Test
  void evaluationWritesNothingAndLeavesItsInput() {
    try (Network network = network(Backbones.mobilenetRoot(), SMALL)) {
      float[] pixels = Pattern.of(3 * 64, 1, 1);
      NDArray x = manager.create(pixels, new Shape(3, 1, 8, 8));
      Map<String, NDArray> state = network.state();
      List<byte[]> before = state.values().stream().map(NDArray::toByteArray).toList();
      float[] once = network.forward(x, Mode.evaluation()).toFloatArray();
      assertThat(network.forward(x, Mode.evaluation()).toFloatArray()).isEqualTo(once);
      assertThat(state.values().stream().map(NDArray::toByteArray).toList())
          .usingRecursiveComparison()
          .isEqualTo(before);
      assertThat(x.toFloatArray()).isEqualTo(pixels);
    }
  }

  @Test
  void activationThatComesFirstLeavesItsInput() {
    BackboneSpec spec =
        new BackboneSpec(
            List.of(new LayerSpec.Relu(), new LayerSpec.Relu6()),
            List.of(
                new LayerSpec.Relu6(),
                new LayerSpec.Flatten(),
                new LayerSpec.Linear(LayerSpec.NODE_OUTPUTS, true)));
    try (Network network = network(spec, SMALL)) {
      NDArray x = manager.create(Pattern.of(64, 1, 9), new Shape(1, 1, 8, 8));
      NDArray features = network.features(x, Mode.evaluation());
      float[] map = features.toFloatArray();
      network.classify(features, Mode.evaluation());
      assertThat(features.toFloatArray()).isEqualTo(map);
      assertThat(x.toFloatArray()).isEqualTo(Pattern.of(64, 1, 9));
    }
  }

  @Test
  void featuresWithoutLayersAreTheInput() {
    BackboneSpec spec =
        new BackboneSpec(
            List.of(),
            List.of(new LayerSpec.Flatten(), new LayerSpec.Linear(LayerSpec.NODE_OUTPUTS, true)));
    try (Network network = network(spec, SMALL)) {
      NDArray x = manager.create(Pattern.of(64, 1, 9), new Shape(1, 1, 8, 8));
      assertThat(network.features(x, Mode.evaluation()).toFloatArray()).isEqualTo(x.toFloatArray());
      assertThat(network.forward(x, Mode.evaluation()).getShape()).isEqualTo(new Shape(1, 5));
    }
  }

  @Test
  void logSoftmaxIsSeenBeforeFlatten() {
    try (Network mobilenet = network(Backbones.mobilenetRoot(), SMALL);
        Network vgg = network(Backbones.vggRoot(), new ImageShape(3, 8, 8))) {
      assertThat(mobilenet.endsInLogSoftmax()).isTrue();
      assertThat(vgg.endsInLogSoftmax()).isFalse();
    }
  }

  @Test
  void classifierIsNumberedFromItsFirstLayerWithParameters() {
    LayerSpec linear = new LayerSpec.Linear(LayerSpec.NODE_OUTPUTS, true);
    BackboneSpec spec =
        new BackboneSpec(
            List.of(),
            List.of(
                new LayerSpec.AvgPool2d(1, 1),
                new LayerSpec.Flatten(),
                new LayerSpec.Linear(6, false),
                new LayerSpec.Relu(),
                new LayerSpec.Dropout(0.5),
                linear));
    assertThat(Network.stateShapes(spec, SMALL, 5).keySet())
        .containsExactly("classifier.0.weight", "classifier.3.weight", "classifier.3.bias");
    try (Network network = network(spec, SMALL)) {
      assertThat(network.dropoutSites())
          .containsExactly(new DropoutSite("classifier.2", 0.5, List.of(6)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vgg", "mobilenet"})
  void trainingGivesTheSameBitsAgainAfterOtherAllocations(String network) {
    String first = TrainingBits.digest(manager, network, 12, 6, 3);
    List<NDArray> others = new ArrayList<>();
    for (int i = 1; i < 60; i++) {
      others.add(manager.ones(new Shape(i * 977L)));
    }
    others.subList(0, 30).forEach(NDArray::close);
    assertThat(TrainingBits.digest(manager, network, 12, 6, 3)).isEqualTo(first);
  }
}
