package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.Subset;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import io.github.trunkrepro.runtime.tree.ClassSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One split of one node, from which the same split of a child is made: by stored feature maps where
 * the transforms draw nothing, else from the pixels each time.
 */
record SplitInputs(
    ImageSet images, TransformPipeline transforms, List<Network> ancestors, NodeInputs inputs) {

  static SplitInputs root(ImageSet images, TransformPipeline transforms) {
    return new SplitInputs(
        images, transforms, List.of(), new PixelInputs(images, transforms, List.of()));
  }

  SplitInputs child(ClassSet classes, Network parent, NDManager manager, FeatureCache cache) {
    List<Network> path = new ArrayList<>(ancestors);
    path.add(parent);
    ImageSet own = restrict(classes);
    NodeInputs childInputs =
        transforms.random()
            ? new PixelInputs(own, transforms, path)
            : new FeatureMaps(inputs, classes, parent, manager, cache);
    return new SplitInputs(own, transforms, path, childInputs);
  }

  private ImageSet restrict(ClassSet classes) {
    return new Subset(
        images,
        IntStream.range(0, images.size())
            .filter(index -> classes.contains(images.label(index)))
            .toArray());
  }
}
