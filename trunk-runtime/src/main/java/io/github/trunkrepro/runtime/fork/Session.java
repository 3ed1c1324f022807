package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.dataset.SourceSpec;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.inference.BatchNorm;
import io.github.trunkrepro.runtime.inference.Evaluator;
import io.github.trunkrepro.runtime.inference.LatencyMeasurement;
import io.github.trunkrepro.runtime.inference.NodeWeights;
import io.github.trunkrepro.runtime.inference.Route;
import io.github.trunkrepro.runtime.inference.TreeNetwork;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.Predictions;
import io.github.trunkrepro.runtime.network.ClassSetBackbone;
import io.github.trunkrepro.runtime.network.Network;
import io.github.trunkrepro.runtime.recipe.ClassSetOverride;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.training.TrainedTree;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What every goal begins with: the recipe, its images and the engine. */
record Session(Recipe recipe, Dataset dataset, TransformPipeline testTransforms, Torch torch) {

  static Session open(RunRequest request, PixelRoom room) {
    Recipe recipe = request.readRecipe();
    return open(request, recipe, dataset(request, recipe, room));
  }

  /** The images that a recipe asks for. */
  static Dataset dataset(RunRequest request, Recipe recipe, PixelRoom room) {
    SourceSpec source = request.original().map(run -> run.source(recipe)).orElse(recipe.source());
    return Datasets.read(
        source.fetchedInto(Path.of(request.datasetsDirectory())),
        Path.of(request.baseDirectory()),
        new Reading(
            recipe.train().perClass(),
            recipe.test().perClass(),
            recipe.seed(),
            recipe.readingSteps(),
            room));
  }

  /**
   * The session of a recipe and its images.
   *
   * @throws UserException when the splits' transforms do not give images of one shape
   */
  static Session open(RunRequest request, Recipe recipe, Dataset dataset) {
    ImageShape shape = dataset.train().shape();
    TransformPipeline testTransforms = recipe.pipeline(recipe.test(), shape);
    ImageShape trained = recipe.pipeline(recipe.train(), shape).outputShape();
    ImageShape validated = recipe.pipeline(recipe.validation().split(), shape).outputShape();
    if (!trained.equals(testTransforms.outputShape()) || !trained.equals(validated)) {
      throw new UserException(
          UserException.Kind.SETUP,
          "dataset: expected images of one shape from the transforms of train, validation and test,"
              + " found "
              + trained
              + ", "
              + validated
              + " and "
              + testTransforms.outputShape()
              + "; crop all of them to the same size");
    }
    return new Session(
        recipe, dataset, testTransforms, Torch.start(recipe.determinism(), request.engine()));
  }

  /** Finds what would otherwise fail after hours: networks that do not fit, unknown classes. */
  void checkBeforeTraining() {
    List<String> names = dataset.classNames();
    ImageShape features =
        Network.check(
            recipe.network().root(), testTransforms.outputShape(), names.size(), "network.root");
    Network.check(recipe.network().general(), features, 2, "network.general");
    for (ClassSetBackbone own : recipe.network().classSets()) {
      String where = "network.\"" + String.join(", ", own.classes()) + '"';
      requireClasses(where, own.classes());
      Network.check(own.backbone(), features, 2, where);
    }
    for (ClassSetOverride override : recipe.overrides()) {
      requireClasses(override.where(), override.classes());
    }
  }

  /** The tree that the recipe gives, if it does. */
  Optional<ClassTree> givenTree(RunRequest request) {
    return recipe
        .tree()
        .map(
            file ->
                TreeReader.read(
                    Path.of(request.baseDirectory()).resolve(file), file, dataset.classNames()));
  }

  private void requireClasses(String where, List<String> classes) {
    List<String> names = dataset.classNames();
    for (String name : classes) {
      if (!names.contains(name)) {
        throw new UserException(
            UserException.Kind.SETUP,
            where + ": no class \"" + name + "\"; there are: " + String.join(", ", names));
      }
    }
  }

  /** What a trained tree says of the test images. */
  Predictions predict(TrainedTree trained) {
    try (TreeNetwork network = network(trained)) {
      ImageSet test = dataset.test();
      List<Route> routes = evaluator(network).routes(test);
      List<String> names = dataset.classNames();
      return new Predictions(
          IntStream.range(0, test.size())
              .mapToObj(
                  image ->
                      new Predictions.Row(
                          names.get(test.label(image)), names.get(routes.get(image).classIndex())))
              .toList());
    }
  }

  /** How long a trained tree takes for a test image. */
  Environment.Latency latency(TrainedTree trained) {
    try (TreeNetwork network = network(trained)) {
      return LatencyMeasurement.measure(network, evaluator(network), dataset.test());
    }
  }

  private Evaluator evaluator(TreeNetwork network) {
    return new Evaluator(network, testTransforms, recipe.seed());
  }

  private TreeNetwork network(TrainedTree trained) {
    List<NodeWeights> nodes =
        trained.nodes().stream()
            .map(node -> new NodeWeights(node.path(), node.outputs(), node.weights()))
            .toList();
    return new TreeNetwork(
        nodes,
        recipe.network(),
        dataset.classNames(),
        testTransforms.outputShape(),
        BatchNorm.AS_TRAINED,
        torch.newManager());
  }
}
