package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.dataset.Subset;
import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.network.Backbones;
import io.github.trunkrepro.runtime.network.NetworkSpec;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Whole trainings of trees of EMNIST Balanced: {@code authors} compares them with the authors'
 * method, {@code curves} prints what more data, classes and depth cost, {@code resume} what an
 * interruption costs. The tree is given, so that each node trains one phase.
 *
 * <p>Arguments: which of them; folder of the data; runs, alternated; and for {@code authors} the
 * networks (vgg or mobilenet), training images a class and epochs.
 */
public final class TreeBenchmark {
  private static final int CLASSES = 47;
  private static final int TEST_SHARE = 5;

  /** The inner nodes that a whole training of vgg-emnist found, see docs/results.md. */
  private static final List<TreeNode> FOUND =
      List.of(
          TreeNode.of(List.of(flat(0, 24), TreeNode.leaf(13))),
          flat(1, 18, 21),
          flat(2, 35),
          flat(4, 34),
          flat(5, 28),
          flat(6, 37),
          flat(9, 42, 44),
          flat(15, 40),
          flat(29, 46),
          flat(30, 31));

  private static final int[] FACTORS = {1, 2, 4, 8};

  private final Path data;
  private final int runs;

  private TreeBenchmark(Path data, int runs) {
    this.data = data;
    this.runs = runs;
  }

  /** Runs one of them. */
  public static void main(String[] args) {
    TreeBenchmark benchmark = new TreeBenchmark(Path.of(args[1]), Integer.parseInt(args[2]));
    switch (args[0]) {
      case "authors" ->
          benchmark.authors(args[3], Integer.parseInt(args[4]), Integer.parseInt(args[5]));
      case "curves" -> benchmark.curves();
      case "resume" -> benchmark.resume();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private void authors(String networks, int perClass, int epochs) {
    Experiments experiment = experiment(epochs);
    experiment.network = Optional.of(networks(networks));
    Dataset dataset = read(perClass, CLASSES);
    ClassTree tree = tree(dataset, FOUND);
    experiment.givenTree = Optional.of(tree);
    Torch torch = Torch.start(Experiments.DETERMINISM);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      ours.add(train(experiment, dataset));
      theirs.add(seconds(() -> AuthorsMethod.train(experiment.recipe(), dataset, tree, torch)));
    }
    print(
        "%s, %d nodes, %d images, %d epochs: ours %.1f s, the authors' method %.1f s, %.1f x",
        networks,
        tree.nodes().size(),
        dataset.train().size(),
        epochs,
        median(ours),
        median(theirs),
        median(IntStream.range(0, runs).mapToObj(i -> theirs.get(i) / ours.get(i)).toList()));
  }

  /** Networks without pool below the root, so that a node deep down is as large as its parent. */
  private void curves() {
    int epochs = 2;
    Experiments experiment = experiment(epochs);
    experiment.network =
        Optional.of(new NetworkSpec(Backbones.vgg(false, 8), Backbones.vggFlat(8)));
    // Until the JIT compiler is done.
    measure("warm-up", experiment, 50, 20, 2);
    print("%nwhat      factor seconds images-seen microseconds/image");
    for (int factor : FACTORS) {
      measure("data " + factor, experiment, 50 * factor, 20, 2);
    }
    for (int factor : FACTORS) {
      measure("classes " + factor, experiment, 200, 5 * factor, 2);
    }
    for (int factor : FACTORS) {
      measure("depth " + factor, experiment, 200, 20, factor);
    }
  }

  private void measure(String what, Experiments experiment, int perClass, int classes, int depth) {
    Dataset dataset = read(perClass, classes);
    ClassTree tree = new ClassTree(dataset.classNames(), chain(0, classes, depth));
    experiment.givenTree = Optional.of(tree);
    long seen =
        tree.nodes().keySet().stream()
                .mapToLong(path -> (long) path.classes().size() * perClass)
                .sum()
            * experiment.epochs;
    List<Double> seconds = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      seconds.add(train(experiment, dataset));
    }
    print(
        "%-10s %8.2f s %8d images %6.0f us an image",
        what, median(seconds), seen, median(seconds) / seen * 1e6);
  }

  /** So many nodes below one another, each but the last of which has one leaf. */
  private static TreeNode chain(int first, int classes, int depth) {
    return depth == 1
        ? TreeNode.flat(ClassSet.of(IntStream.range(first, classes).toArray()))
        : TreeNode.of(List.of(TreeNode.leaf(first), chain(first + 1, classes, depth - 1)));
  }

  private void resume() {
    int epochs = 6;
    Experiments experiment = experiment(epochs);
    experiment.network = Optional.of(networks("vgg"));
    Dataset dataset = read(100, CLASSES);
    experiment.givenTree = Optional.of(tree(dataset, FOUND));
    train(experiment, dataset);
    List<Double> whole = new ArrayList<>();
    List<Double> inTwo = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      whole.add(train(experiment, dataset));
      inTwo.add(
          withCache(
              cache -> {
                experiment.epochsTrained = 0;
                experiment.interruptAfter = epochs / 2;
                try {
                  experiment.train(cache, dataset);
                } catch (Experiments.Interruption expected) {
                  experiment.interruptAfter = Integer.MAX_VALUE;
                }
                experiment.train(cache, dataset);
              }));
    }
    print(
        "resume: %.2f s uninterrupted, %.2f s interrupted in the root and continued, %.3f x",
        median(whole),
        median(inTwo),
        median(IntStream.range(0, runs).mapToObj(i -> inTwo.get(i) / whole.get(i)).toList()));
  }

  private static Experiments experiment(int epochs) {
    Experiments experiment = new Experiments();
    experiment.epochs = epochs;
    experiment.batchSize = 64;
    experiment.validationBatchSize = 64;
    // As the authors do, so that both see the same images.
    experiment.validateOnTest = true;
    return experiment;
  }

  private static NetworkSpec networks(String name) {
    return name.equals("vgg")
        ? Backbones.vggEmnist()
        : new NetworkSpec(Backbones.mobilenetRoot(), Backbones.mobilenetGeneral());
  }

  /** The first classes, and a fifth as many test images as training images. */
  private Dataset read(int perClass, int classes) {
    Dataset whole =
        Datasets.read(
            new SourceSpec(
                SourceSpec.Format.IDX,
                Optional.of(data.toAbsolutePath().toString()),
                Optional.of(SourceSpec.Orientation.AS_STORED),
                0,
                Map.of()),
            Path.of("."),
            new Reading(
                OptionalInt.of(perClass),
                OptionalInt.of(Math.max(1, perClass / TEST_SHARE)),
                1,
                UnaryOperator.identity(),
                PixelRoom.inMemory()));
    return new Dataset(
        whole.classNames().subList(0, classes),
        first(whole.train(), classes),
        first(whole.test(), classes),
        List.of(),
        whole.folder(),
        whole.trainDigest(),
        whole.testDigest());
  }

  private static ImageSet first(ImageSet images, int classes) {
    return new Subset(
        images, IntStream.range(0, images.size()).filter(i -> images.label(i) < classes).toArray());
  }

  private static ClassTree tree(Dataset dataset, List<TreeNode> inner) {
    List<TreeNode> children = new ArrayList<>(inner);
    IntStream.range(0, dataset.classNames().size())
        .filter(label -> inner.stream().noneMatch(node -> node.classes().contains(label)))
        .mapToObj(TreeNode::leaf)
        .forEach(children::add);
    return new ClassTree(dataset.classNames(), TreeNode.of(children));
  }

  private static TreeNode flat(int... classes) {
    return TreeNode.flat(ClassSet.of(classes));
  }

  private static double train(Experiments experiment, Dataset dataset) {
    return withCache(cache -> experiment.train(cache, dataset));
  }

  private interface CacheWork {
    void run(Path cache);
  }

  private static double withCache(CacheWork work) {
    try {
      Path cache = Files.createTempDirectory("trunk-benchmark");
      double seconds = seconds(() -> work.run(cache));
      Folders.delete(cache);
      return seconds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(value -> value).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
