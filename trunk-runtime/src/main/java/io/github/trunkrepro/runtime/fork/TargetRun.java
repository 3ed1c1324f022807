package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.sensitivity.TargetReport;
import io.github.trunkrepro.runtime.training.TrainedNode;
import io.github.trunkrepro.runtime.training.TrainedTree;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the grouping volatility that gives a tree. The tree is trained from the root down, so that
 * every node has the likelihoods that it would have below these ancestors, and each node's
 * likelihoods say which values make its groups.
 */
final class TargetRun {
  private final UnitTraining training;
  private final String target;
  private final RunRequest request;
  private final EventLog events;

  TargetRun(UnitTraining training, String target, RunRequest request, EventLog events) {
    this.training = training;
    this.target = target;
    this.request = request;
    this.events = events;
  }

  List<String> run(Recipe declared) {
    Session session = training.session(declared);
    session.checkBeforeTraining();
    ClassTree tree = TargetTree.read(Path.of(target), session.dataset().classNames());
    TrainedTree trained = training.trainer(session, Optional.of(tree), events).train();
    session.dataset().verifyFilesUnchanged();
    List<TargetReport.Node> nodes = new ArrayList<>();
    for (TrainedNode node : trained.nodes()) {
      nodes.add(
          TargetReport.node(
              node.path(),
              tree,
              node.likelihoods().orElseThrow(),
              node.outputs(),
              node.groupingVolatility()));
    }
    TargetReport report = TargetReport.of(tree, nodes);
    report.write(Path.of(request.outputDirectory()).resolve("target.json"));
    report.lines().forEach(line -> events.message(false, line));
    if (!report.possible()) {
      throw new UserException(
          UserException.Kind.CHECK,
          "No grouping volatility gives the tree of %s:%n  %s"
              .formatted(target, String.join("\n  ", report.obstacles())));
    }
    return List.of("written to " + request.outputDirectory());
  }
}
