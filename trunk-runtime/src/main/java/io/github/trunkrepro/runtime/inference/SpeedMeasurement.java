package io.github.trunkrepro.runtime.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.network.Counts;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Times a tree: each path with one image after the other, and batches. Paths take turns, so that
 * what else the machine does meanwhile falls on all of them.
 */
public final class SpeedMeasurement {
  /** Turns that are not counted. */
  private static final int WARM_UP = 5;

  private static final int TURNS = 31;
  private static final int BATCH_WARM_UP = 1;
  private static final int BATCHES = 7;

  private final TreeNetwork network;
  private final Evaluator evaluator;
  private final ImageSet images;

  /**
   * A measurement.
   *
   * @param images to classify, at least one
   */
  public SpeedMeasurement(TreeNetwork network, Evaluator evaluator, ImageSet images) {
    this.network = network;
    this.evaluator = evaluator;
    this.images = images;
  }

  /**
   * Measures.
   *
   * @param routes of all images, which tell how often each path is taken
   * @param classNames by class index
   * @param platform key of what computes
   */
  public SpeedReport report(List<Route> routes, List<String> classNames, String platform) {
    List<NodePath> leaves = network.leaves();
    Map<NodePath, Counts> counts = network.counts();
    double[][] milliseconds = pathMilliseconds(leaves);
    long[] taken = new long[leaves.size()];
    NodePath root = counts.keySet().iterator().next();
    routes.forEach(route -> taken[leaves.indexOf(route.lastNode(root))]++);
    List<SpeedReport.PathSpeed> paths = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      NodePath leaf = leaves.get(i);
      paths.add(
          new SpeedReport.PathSpeed(
              leaf.id(),
              leaf.label(classNames),
              taken[i],
              PathCosts.along(leaf, counts).multiplyAccumulates(),
              Timing.of(milliseconds[i])));
    }
    double[] mean =
        IntStream.range(0, TURNS)
            .mapToDouble(
                turn ->
                    IntStream.range(0, taken.length)
                            .mapToDouble(i -> taken[i] * milliseconds[i][turn])
                            .sum()
                        / routes.size())
            .toArray();
    Comparator<SpeedReport.PathSpeed> work =
        Comparator.comparingLong(SpeedReport.PathSpeed::multiplyAccumulates);
    int batch = Math.min(Evaluator.CHUNK, images.size());
    return new SpeedReport(
        SpeedReport.VERSION,
        network.batchNorm(),
        platform,
        paths,
        paths.stream().min(work).orElseThrow().milliseconds(),
        Timing.of(mean),
        paths.stream().max(work).orElseThrow().milliseconds(),
        batch,
        Timing.of(batchRates(batch)));
  }

  /** By path and turn. */
  private double[][] pathMilliseconds(List<NodePath> leaves) {
    double[][] milliseconds = new double[leaves.size()][TURNS];
    for (int turn = -WARM_UP; turn < TURNS; turn++) {
      int image = Math.floorMod(turn, images.size());
      for (int i = 0; i < leaves.size(); i++) {
        try (NDManager scope = network.newManager()) {
          NDArray pixels = evaluator.transformed(images, image, 1, scope);
          long start = System.nanoTime();
          network.follow(leaves.get(i), pixels);
          if (turn >= 0) {
            milliseconds[i][turn] = (System.nanoTime() - start) / 1e6;
          }
        }
      }
    }
    return milliseconds;
  }

  /** Images per second, of each batch. */
  private double[] batchRates(int batch) {
    double[] rates = new double[BATCHES];
    for (int turn = -BATCH_WARM_UP; turn < BATCHES; turn++) {
      try (NDManager scope = network.newManager()) {
        NDArray pixels = evaluator.transformed(images, 0, batch, scope);
        long start = System.nanoTime();
        network.route(pixels);
        if (turn >= 0) {
          rates[turn] = batch * 1e9 / (System.nanoTime() - start);
        }
      }
    }
    return rates;
  }
}
