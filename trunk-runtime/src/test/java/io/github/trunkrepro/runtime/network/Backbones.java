package io.github.trunkrepro.runtime.network;

import java.util.ArrayList;
import java.util.List;

/** Backbones that tests and benchmarks share; as in the published networks. */
public final class Backbones {
  private Backbones() {}

  /** VGG style for CIFAR-10, root. */
  public static BackboneSpec vggRoot() {
    List<LayerSpec> features = new ArrayList<>();
    for (int filters : new int[] {16, 32, 32, 32, 64, 64}) {
      block(features, filters, 1);
    }
    features.add(new LayerSpec.MaxPool2d(2, 2));
    features.add(new LayerSpec.Dropout2d(0.5));
    return new BackboneSpec(features, linearHead());
  }

  /** VGG style for CIFAR-10, any node but the root and those that the authors treat apart. */
  public static BackboneSpec vggGeneral() {
    List<LayerSpec> features = new ArrayList<>();
    for (int filters : new int[] {16, 32, 32, 64}) {
      block(features, filters, 1);
    }
    block(features, 64, 2);
    block(features, 128, 2);
    features.add(new LayerSpec.Dropout2d(0.5));
    return new BackboneSpec(features, linearHead());
  }

  /** VGG style of these filters; for the root followed by max pool and dropout2d. */
  public static BackboneSpec vgg(boolean dropout, int... filters) {
    List<LayerSpec> features = new ArrayList<>();
    for (int filter : filters) {
      block(features, filter, 1);
    }
    features.add(new LayerSpec.MaxPool2d(2, 2));
    if (dropout) {
      features.add(new LayerSpec.Dropout2d(0.5));
    }
    return new BackboneSpec(features, linearHead());
  }

  /** VGG style without pool, for nodes below the root. */
  public static BackboneSpec vggFlat(int... filters) {
    List<LayerSpec> features = new ArrayList<>();
    for (int filter : filters) {
      block(features, filter, 1);
    }
    features.add(new LayerSpec.Dropout2d(0.5));
    return new BackboneSpec(features, linearHead());
  }

  /** VGG style for EMNIST. */
  public static NetworkSpec vggEmnist() {
    List<LayerSpec> root = new ArrayList<>();
    block(root, 16, 1);
    root.add(new LayerSpec.MaxPool2d(2, 2));
    block(root, 16, 1);
    root.add(new LayerSpec.Dropout(0.5));
    return new NetworkSpec(new BackboneSpec(root, linearHead()), vgg(false, 32, 48));
  }

  /** MobileNetV2 style, root of every data set. */
  public static BackboneSpec mobilenetRoot() {
    List<LayerSpec> features = new ArrayList<>();
    features.add(new LayerSpec.Conv2d(24, 3, 2, 1, true));
    features.add(new LayerSpec.BatchNorm2d(1e-5, 0.1));
    features.add(new LayerSpec.Relu6());
    features.add(new LayerSpec.InvertedResidual(24, 2, 1));
    features.add(new LayerSpec.InvertedResidual(24, 4, 1));
    features.add(new LayerSpec.InvertedResidual(24, 4, 1));
    features.add(new LayerSpec.InvertedResidual(32, 4, 1));
    features.add(new LayerSpec.InvertedResidual(32, 4, 1));
    features.add(new LayerSpec.InvertedResidual(32, 4, 1));
    return new BackboneSpec(features, mobilenetHead());
  }

  /** MobileNetV2 style for EMNIST, any node but the root. */
  public static BackboneSpec mobilenetGeneral() {
    return new BackboneSpec(
        List.of(
            new LayerSpec.InvertedResidual(48, 4, 1),
            new LayerSpec.InvertedResidual(48, 4, 1),
            new LayerSpec.InvertedResidual(48, 4, 1)),
        mobilenetHead());
  }

  /** A little of both families, with layer norm. */
  public static BackboneSpec layerNorm() {
    List<LayerSpec> features = new ArrayList<>();
    block(features, 8, 2);
    features.add(new LayerSpec.InvertedResidual(8, 2, 1));
    return new BackboneSpec(features, linearHead()).with(Normalization.LAYER);
  }

  private static void block(List<LayerSpec> features, int filters, int stride) {
    features.add(new LayerSpec.Conv2d(filters, 3, stride, 1, true));
    features.add(new LayerSpec.BatchNorm2d(1e-5, 0.1));
    features.add(new LayerSpec.Relu());
  }

  private static List<LayerSpec> linearHead() {
    return List.of(new LayerSpec.Flatten(), new LayerSpec.Linear(LayerSpec.NODE_OUTPUTS, true));
  }

  private static List<LayerSpec> mobilenetHead() {
    return List.of(
        new LayerSpec.Conv2d(LayerSpec.NODE_OUTPUTS, 1, 1, 0, true),
        new LayerSpec.GlobalAvgPool(),
        new LayerSpec.LogSoftmax(),
        new LayerSpec.Flatten());
  }
}
