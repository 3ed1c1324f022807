package io.github.trunkrepro.runtime.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.importing.AuthorsImport;
import io.github.trunkrepro.runtime.inference.BatchNorm;
import io.github.trunkrepro.runtime.inference.TrainedNetwork;
import io.github.trunkrepro.runtime.inference.TreeNetwork;
import io.github.trunkrepro.runtime.random.RandomStream;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Images per second that are routed down a published tree, from pixels that lie ready as floats in
 * memory to their classes. Prints two numbers: as trained, and with batch norm folded.
 *
 * <p>Arguments: emnist or cifar10; the folder of published weights and data; a folder to import to;
 * images; images in a batch; threads.
 */
public final class InferenceBenchmark {
  private static final int WARM_UP = 2;

  private InferenceBenchmark() {}

  /** Runs it. */
  public static void main(String[] args) {
    Path shared = Path.of(args[1]);
    Path imported = Path.of(args[2]);
    int images = Integer.parseInt(args[3]);
    int batch = Integer.parseInt(args[4]);
    Torch torch =
        Torch.start(
            new DeterminismSpec(
                DeterminismSpec.Tier.BITWISE,
                Integer.parseInt(args[5]),
                DeterminismSpec.Instructions.PORTABLE));
    boolean emnist = args[0].equals("emnist");
    String data = emnist ? "data/emnist/balanced" : "data/cifar-10/cifar-10-mini-binary.tar.gz";
    Recipe recipe =
        RecipeReader.read(
            Path.of("docs/examples/src/trunk", args[0] + "-published.yaml"),
            Path.of("."),
            Map.of("data", shared.resolve(data).toString()));
    AuthorsImport.run(
        shared.resolve("reference").resolve(emnist ? "emnist/mobilenet/1.2" : "cifar10/vgg/1.02"),
        recipe,
        Path.of("."),
        Path.of("."),
        imported);
    TrainedNetwork trained = TrainedNetwork.read(imported);
    ImageSet set = Datasets.read(recipe.source(), Path.of(""), Reading.whole(0)).test();
    try (TreeNetwork plain = trained.open(BatchNorm.AS_TRAINED, torch.newManager());
        TreeNetwork folded = trained.open(BatchNorm.FOLDED, torch.newManager());
        NDManager manager = torch.newManager()) {
      ImageShape shape = trained.transforms().outputShape();
      NDArray all =
          manager.create(
              pixels(trained, set, images),
              new Shape(images, shape.channels(), shape.height(), shape.width()));
      System.out.printf(
          Locale.ROOT, "%.1f %.1f%n", rate(plain, all, batch), rate(folded, all, batch));
    }
  }

  private static float[] pixels(TrainedNetwork trained, ImageSet set, int images) {
    int values = trained.transforms().outputShape().values();
    float[] pixels = new float[images * values];
    byte[] image = new byte[set.shape().values()];
    for (int i = 0; i < images; i++) {
      set.read(i % set.size(), image);
      trained.transforms().apply(image, RandomStream.of(0, "none"), pixels, i * values);
    }
    return pixels;
  }

  private static double rate(TreeNetwork tree, NDArray all, int batch) {
    long images = all.getShape().get(0);
    pass(tree, all, Math.min(images, (long) WARM_UP * batch), batch);
    long start = System.nanoTime();
    pass(tree, all, images, batch);
    return images * 1e9 / (System.nanoTime() - start);
  }

  private static void pass(TreeNetwork tree, NDArray all, long images, int batch) {
    for (long from = 0; from < images; from += batch) {
      try (NDManager scope = all.getManager().newSubManager();
          NDArray x = all.get(from + ":" + Math.min(images, from + batch))) {
        x.attach(scope);
        tree.route(x);
      }
    }
  }
}
