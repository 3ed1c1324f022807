package io.github.trunkrepro.runtime.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.engine.Gradients;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.network.DropoutSite;
import io.github.trunkrepro.runtime.network.Mode;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.recipe.AverageSoftmaxMode;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The average softmax likelihoods of a node: for each class, the mean of its training images'
 * softmax over all the node's classes (paper section 4.4).
 */
final class AverageSoftmaxPass {
  private final Torch torch;
  private final AverageSoftmaxMode mode;
  private final int batchSize;

  /**
   * A pass.
   *
   * @param batchSize images a batch: in training mode, batch norm sees them together
   */
  AverageSoftmaxPass(Torch torch, AverageSoftmaxMode mode, int batchSize) {
    this.torch = torch;
    this.mode = mode;
    this.batchSize = batchSize;
  }

  /**
   * Runs the network, which has one output per class, over the images in data-set order.
   *
   * @param classNames of the node's classes
   */
  AverageSoftmax run(
      Network network,
      PhaseTask task,
      List<String> classNames,
      NodeInputs images,
      Streams streams) {
    images.materialize();
    AverageSoftmax.Builder likelihoods = AverageSoftmax.builder(classNames);
    boolean training = mode == AverageSoftmaxMode.TRAINING;
    List<DropoutSite> sites = training ? network.dropoutSites() : List.of();
    try (NDManager manager = torch.newManager();
        BatchLoader loader =
            new BatchLoader(
                images, task.targetOf(), training ? batchSize : FeatureMaps.CHUNK, sites, 1);
        BatchLoader.Pass pass =
            loader.pass(IntStream.range(0, images.size()).toArray(), passStreams(streams))) {
      for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
        add(batch, network, images, sites, manager, likelihoods);
      }
    }
    return likelihoods.build();
  }

  private void add(
      Batch batch,
      Network network,
      NodeInputs images,
      List<DropoutSite> sites,
      NDManager manager,
      AverageSoftmax.Builder likelihoods) {
    float[] softmax =
        Gradients.without(
            () -> {
              try (NDManager scope = manager.newSubManager()) {
                Mode forward =
                    mode == AverageSoftmaxMode.TRAINING
                        ? Mode.training(BatchTensors.masks(batch, sites, scope))
                        : Mode.evaluation();
                NDArray input =
                    images.prepare(BatchTensors.images(batch, images.loadedShape(), scope));
                return network.forward(input, forward).softmax(1).toFloatArray();
              }
            });
    int outputs = softmax.length / batch.size();
    float[] row = new float[outputs];
    for (int i = 0; i < batch.size(); i++) {
      System.arraycopy(softmax, i * outputs, row, 0, outputs);
      likelihoods.add((int) batch.targets().getLong(i * Long.BYTES), row);
    }
  }

  private static BatchLoader.PassStreams passStreams(Streams streams) {
    return new BatchLoader.PassStreams() {
      @Override
      public RandomStream image(int position) {
        return streams.averageSoftmaxImage(position);
      }

      @Override
      public RandomStream dropout(int batch, int layer) {
        return streams.averageSoftmaxDropout(batch, layer);
      }
    };
  }
}
