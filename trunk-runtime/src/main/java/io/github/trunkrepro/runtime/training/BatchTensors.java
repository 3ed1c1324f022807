package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.network.DropoutSite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Shows a batch's native memory to the engine, without copying it. */
final class BatchTensors {
  private BatchTensors() {}

  static NDArray images(Batch batch, ImageShape shape, NDManager scope) {
    return view(
        batch.images(),
        new Shape(batch.size(), shape.channels(), shape.height(), shape.width()),
        DataType.FLOAT32,
        scope);
  }

  static NDArray targets(Batch batch, NDManager scope) {
    return view(batch.targets(), new Shape(batch.size()), DataType.INT64, scope);
  }

  static List<NDArray> masks(Batch batch, List<DropoutSite> sites, NDManager scope) {
    List<NDArray> masks = new ArrayList<>();
    for (int i = 0; i < sites.size(); i++) {
      Shape shape =
          new Shape(batch.size())
              .addAll(
                  new Shape(sites.get(i).maskShape().stream().mapToLong(size -> size).toArray()));
      masks.add(view(batch.masks().get(i), shape, DataType.FLOAT32, scope));
    }
    return masks;
  }

  private static NDArray view(ByteBuffer memory, Shape shape, DataType type, NDManager scope) {
    int bytes = Math.toIntExact(shape.size() * type.getNumOfBytes());
    return scope.create(memory.slice(0, bytes).order(memory.order()), shape, type);
  }
}
