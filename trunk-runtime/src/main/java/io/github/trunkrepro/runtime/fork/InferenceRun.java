package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.inference.Evaluator;
import io.github.trunkrepro.runtime.inference.ImageFiles;
import io.github.trunkrepro.runtime.inference.Route;
import io.github.trunkrepro.runtime.inference.TreeNetwork;
import io.github.trunkrepro.runtime.manifest.Evaluation;
import io.github.trunkrepro.runtime.manifest.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Uses the trained tree in the output folder: on the recipe's test set, or on image files. */
final class InferenceRun {
  private final RunRequest request;

  InferenceRun(RunRequest request) {
    this.request = request;
  }

  List<String> run() {
    try (OutputFolder output = OutputFolder.lock(Path.of(request.outputDirectory()));
        PixelRoom room = output.pixelRoom()) {
      Manifest manifest = output.readManifest();
      Session session = Session.open(request, room);
      try (TreeNetwork network =
          new TreeNetwork(
              output.readNodes(manifest),
              session.recipe().network(),
              session.testTransforms().outputShape(),
              session.torch())) {
        Evaluator evaluator =
            new Evaluator(
                network, session.testTransforms(), session.recipe().seed(), session.torch());
        return request.goal() == RunRequest.Goal.CLASSIFY
            ? classify(evaluator, session)
            : evaluate(evaluator, session, output);
      }
    }
  }

  private List<String> evaluate(Evaluator evaluator, Session session, OutputFolder output) {
    List<String> names = session.dataset().classNames();
    Evaluation evaluation =
        Evaluation.of(names, evaluator.confusion(session.dataset().test(), names.size()));
    session.dataset().verifyFilesUnchanged();
    output.writeEvaluation(evaluation);
    List<String> lines = new ArrayList<>();
    lines.add("test accuracy " + evaluation.accuracy().text(4));
    for (Evaluation.ClassAccuracy ofClass : evaluation.perClass()) {
      lines.add("  " + ofClass.name() + "  " + ofClass.accuracy().text(4));
    }
    return lines;
  }

  private List<String> classify(Evaluator evaluator, Session session) {
    List<Path> files = request.images().stream().map(Path::of).toList();
    ImageShape shape = session.dataset().train().shape();
    List<Route> routes =
        evaluator.routes(new ImageFiles(files, shape, session.recipe().readingSteps()));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      lines.add(files.get(i) + ": " + describe(routes.get(i), session.dataset().classNames()));
    }
    return lines;
  }

  /** For example {@code 7 (root -> 1 7 (0.98) -> 7 (0.87))}. */
  private static String describe(Route route, List<String> names) {
    String path =
        route.steps().stream()
            .map(
                step ->
                    String.format(
                        Locale.ROOT,
                        "%s (%.4f)",
                        String.join(" ", step.chosen().names(names)),
                        step.probability()))
            .collect(Collectors.joining(" -> "));
    return names.get(route.classIndex()) + "  (root -> " + path + ")";
  }
}
