package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.inference.Classification;
import io.github.trunkrepro.runtime.inference.EvaluationReport;
import io.github.trunkrepro.runtime.inference.Evaluator;
import io.github.trunkrepro.runtime.inference.ImageFiles;
import io.github.trunkrepro.runtime.inference.Route;
import io.github.trunkrepro.runtime.inference.SpeedMeasurement;
import io.github.trunkrepro.runtime.inference.SpeedReport;
import io.github.trunkrepro.runtime.inference.TrainedNetwork;
import io.github.trunkrepro.runtime.inference.TreeNetwork;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import io.github.trunkrepro.runtime.report.Pictures;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Uses the trained tree in the output folder: on the recipe's test set, or on image files. */
final class InferenceRun {
  private final RunRequest request;

  InferenceRun(RunRequest request) {
    this.request = request;
  }

  List<String> run() {
    Path folder = Path.of(request.outputDirectory());
    try (OutputFolder output = OutputFolder.lock(folder);
        PixelRoom room = output.pixelRoom()) {
      TrainedNetwork trained = TrainedNetwork.read(folder);
      return request.goal() == RunRequest.Goal.CLASSIFY
          ? classify(trained)
          : evaluate(trained, output, room);
    }
  }

  private List<String> evaluate(TrainedNetwork trained, OutputFolder output, PixelRoom room) {
    Session session = Session.open(request, room);
    List<String> names = session.dataset().classNames();
    ImageSet test = session.dataset().test();
    EvaluationReport report;
    Optional<SpeedReport> speed = Optional.empty();
    try (TreeNetwork network =
        new TreeNetwork(
            trained.nodes(),
            session.recipe().network(),
            names,
            session.testTransforms().outputShape(),
            request.inference().batchNorm(),
            session.torch().newManager())) {
      Evaluator evaluator =
          new Evaluator(network, session.testTransforms(), session.recipe().seed());
      List<Route> routes = evaluator.routes(test);
      report =
          EvaluationReport.of(
              network.batchNorm(),
              network.counts(),
              network.leaves(),
              names,
              IntStream.range(0, test.size()).map(test::label).toArray(),
              routes);
      if (request.inference().speed()) {
        speed =
            Optional.of(
                new SpeedMeasurement(network, evaluator, test)
                    .report(routes, names, session.torch().platform().key()));
      }
    }
    session.dataset().verifyFilesUnchanged();
    output.writeEvaluation(report);
    speed.ifPresent(output::writeSpeed);
    List<String> lines = new ArrayList<>(report.text());
    speed.map(SpeedReport::text).ifPresent(lines::addAll);
    Path folder = Path.of(request.outputDirectory());
    ClassTree tree = TreeReader.read(folder.resolve(NetworkLayout.TREE), NetworkLayout.TREE, names);
    Pictures.write(tree, report.confusion(), folder).ifPresent(lines::add);
    return lines;
  }

  /** Needs no data set: the network knows what it was trained on. */
  private List<String> classify(TrainedNetwork trained) {
    // The environment of this process was made for the recipe as it is now.
    Torch torch =
        Torch.start(
            RecipeReader.read(
                    Path.of(request.recipe()),
                    Path.of(request.baseDirectory()),
                    request.properties())
                .determinism(),
            request.engine());
    List<Path> files = request.images().stream().map(Path::of).toList();
    List<String> lines = new ArrayList<>();
    try (TreeNetwork network = trained.open(request.inference().batchNorm(), torch.newManager())) {
      List<Route> routes =
          new Evaluator(network, trained.transforms(), trained.recipe().seed())
              .routes(ImageFiles.read(files, trained.images(), trained.recipe().readingSteps()));
      for (int i = 0; i < files.size(); i++) {
        lines.add(
            files.get(i) + ": " + Classification.of(routes.get(i), trained.classNames()).text());
      }
    }
    return lines;
  }
}
