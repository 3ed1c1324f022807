package io.github.trunkrepro.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.LayerSpec;
import io.github.trunkrepro.runtime.network.LayerSpec.Conv2d;
import io.github.trunkrepro.runtime.network.LayerSpec.InvertedResidual;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The shipped networks against the words of {@code shared/reference/README.md}. */
class ShippedNetworksTest {
  static final List<String> SHIPPED = NetworkReference.SHIPPED;

  @ParameterizedTest
  @CsvSource({
    "vgg-cifar10, root, 16 32 32 32 64 64 MaxPool2d Dropout2d",
    "vgg-cifar10, general, 16 32 32 64 64/2 128/2 Dropout2d",
    "vgg-emnist, root, 16 MaxPool2d 16 Dropout",
    "vgg-emnist, general, 32 48 MaxPool2d",
    "vgg-svhn, root, 16 32 32 MaxPool2d",
    "vgg-svhn, general, 32 64 MaxPool2d Dropout",
    "vgg-cifar10-published, root, 16 32 32 32 64 64 MaxPool2d Dropout2d",
    "vgg-cifar10-published, general, 16 32 32 64 64/2 128/2 Dropout2d",
    "vgg-cifar10-published, airplane+ship, 64 32 Dropout2d",
    "vgg-cifar10-published, automobile+truck, 64 32 Dropout2d",
    "vgg-cifar10-published, bird+deer+horse, 32 32 64 128 128/2 Dropout2d",
    "mobilenet-svhn, root, 24/2 24x2 24x4 24x4 32x4 32x4 32x4",
    "mobilenet-svhn, general, 48x4 48x4 48x4",
    "mobilenet-emnist, root, 24/2 24x2 24x4 24x4 32x4 32x4 32x4",
    "mobilenet-emnist, general, 48x4 48x4 48x4",
    "mobilenet-cifar10, root, 24/2 24x2 24x4 24x4 32x4 32x4 32x4",
    "mobilenet-cifar10, general, 48x4 48x4 48x4 96x8/2 192x8/2 192x4",
  })
  void features(String name, String node, String expected) {
    List<String> words =
        backbone(name, node).features().stream()
            .map(ShippedNetworksTest::word)
            .filter(word -> !word.equals("BatchNorm2d") && !word.startsWith("Relu"))
            .toList();
    assertThat(String.join(" ", words)).isEqualTo(expected);
  }

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void everyConvolutionHasPaddingBiasBatchNormAndActivation(String name) {
    for (String node : List.of("root", "general")) {
      List<LayerSpec> layers = backbone(name, node).features();
      LayerSpec activation = name.startsWith("vgg") ? new LayerSpec.Relu() : new LayerSpec.Relu6();
      IntStream.range(0, layers.size())
          .filter(i -> layers.get(i) instanceof Conv2d)
          .forEach(
              i -> {
                Conv2d conv = (Conv2d) layers.get(i);
                assertThat(conv).isEqualTo(new Conv2d(conv.out(), 3, conv.stride(), 1, true));
                assertThat(layers.subList(i + 1, i + 3))
                    .containsExactly(new LayerSpec.BatchNorm2d(1e-5, 0.1), activation);
              });
    }
  }

  @Test
  void classifiers() {
    int outputs = LayerSpec.NODE_OUTPUTS;
    for (String node : List.of("root", "general")) {
      for (String data : List.of("emnist", "cifar10", "svhn")) {
        assertThat(backbone("vgg-" + data, node).classifier())
            .containsExactly(new LayerSpec.Flatten(), new LayerSpec.Linear(outputs, true));
        assertThat(backbone("mobilenet-" + data, node).classifier())
            .containsExactly(
                new Conv2d(outputs, 1, 1, 0, true),
                new LayerSpec.GlobalAvgPool(),
                new LayerSpec.LogSoftmax(),
                new LayerSpec.Flatten());
      }
    }
  }

  private static BackboneSpec backbone(String name, String node) {
    return NetworkReference.shipped(name).of(node.equals("root"), List.of(node.split("\\+", -1)));
  }

  private static String word(LayerSpec layer) {
    if (layer instanceof Conv2d conv) {
      return conv.out() + stride(conv.stride());
    }
    if (layer instanceof InvertedResidual residual) {
      return residual.out() + "x" + residual.multiplier() + stride(residual.stride());
    }
    return layer.getClass().getSimpleName();
  }

  private static String stride(int stride) {
    return stride == 1 ? "" : "/" + stride;
  }
}
