package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDArray;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import java.util.List;

/**
 * Images through transforms, and then batch by batch through the frozen ancestors: for the root,
 * and for any node where a random transform makes every load another.
 */
final class PixelInputs implements NodeInputs {
  private final ImageSet images;
  private final TransformPipeline transforms;
  private final List<Network> ancestors;

  PixelInputs(ImageSet images, TransformPipeline transforms, List<Network> ancestors) {
    this.images = images;
    this.transforms = transforms;
    this.ancestors = List.copyOf(ancestors);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int label(int position) {
    return images.label(position);
  }

  @Override
  public ImageShape loadedShape() {
    return transforms.outputShape();
  }

  @Override
  public boolean random() {
    return transforms.random();
  }

  @Override
  public void load(int position, RandomStream stream, float[] out) {
    byte[] pixels = new byte[images.shape().values()];
    images.read(position, pixels);
    transforms.apply(pixels, stream, out, 0);
  }

  @Override
  public NDArray prepare(NDArray loaded) {
    return Gradients.without(
        () -> {
          NDArray maps = loaded;
          for (Network ancestor : ancestors) {
            maps = ancestor.features(maps, Mode.evaluation());
          }
          return maps;
        });
  }

  @Override
  public void materialize() {
    // Transforms are cheap, and a random one has nothing that lasts.
  }

  @Override
  public void close() {
    // Holds nothing of its own.
  }
}
