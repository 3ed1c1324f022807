package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.Durations;
import io.github.trunkrepro.runtime.document.TextTable;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.sensitivity.StudySpec;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.sensitivity.VolatilitySearch;
import io.github.trunkrepro.runtime.training.TrainingListener;
import io.github.trunkrepro.runtime.training.TreeLookup;
import io.github.trunkrepro.runtime.training.TreeLookup.PlannedPhase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what a study would train, what of it is in the cache, and how long it may take. */
final class DryRun {
  private final UnitTraining training;
  private final RunRequest request;
  private final TrainingListener events;
  private final Map<StudyUnit, TreeLookup.Found> found = new LinkedHashMap<>();

  DryRun(UnitTraining training, RunRequest request, TrainingListener events) {
    this.training = training;
    this.request = request;
    this.events = events;
  }

  /**
   * The plan, a line each.
   *
   * @param units of a study of axes
   */
  List<String> run(StudySpec spec, Recipe declared, List<StudyUnit> units) {
    units.forEach(this::look);
    if (spec.volatility().isPresent()) {
      VolatilitySearch search = new VolatilitySearch(spec, declared.root().groupingVolatility());
      Optional<StudyUnit> unit = search.next();
      while (unit.isPresent()
          && found.size() < spec.budget().variants().orElse(Integer.MAX_VALUE)) {
        search.lookedUp(unit.get(), look(unit.get()).likelihoods().values());
        unit = search.next();
      }
    }
    TextTable table = new TextTable("variant", "in the cache", "to train", "time");
    found.forEach(
        (unit, tree) ->
            table.row(
                unit.name(),
                count(tree.phases().stream().filter(PlannedPhase::trained).count()),
                toTrain(tree),
                estimate(List.of(tree))));
    List<String> lines = new ArrayList<>(table.lines());
    lines.add(summary(spec.volatility().isPresent()));
    return lines;
  }

  private TreeLookup.Found look(StudyUnit unit) {
    Session session = training.session(UnitTraining.recipe(request, unit));
    session.checkBeforeTraining();
    TreeLookup.Found tree = training.trainer(session, Optional.empty(), events).lookUp();
    found.put(unit, tree);
    return tree;
  }

  private static String toTrain(TreeLookup.Found tree) {
    return tree.complete()
        ? "nothing"
        : tree.phases().stream()
                .filter(phase -> !phase.trained())
                .map(phase -> phase.node() + " " + phase.phase().label())
                .collect(Collectors.joining(", "))
            + " and what lies below";
  }

  private static String count(long phases) {
    return phases + (phases == 1 ? " phase" : " phases");
  }

  private String summary(boolean volatility) {
    long complete = found.values().stream().filter(TreeLookup.Found::complete).count();
    String more = volatility && complete < found.size() ? "at least " : "";
    return more
        + found.size()
        + (found.size() == 1 ? " variant, " : " variants, ")
        + complete
        + " of them trained already; time: "
        + estimate(found.values());
  }

  /** Missing phases take as long as trained ones did for the same work. */
  private String estimate(Iterable<TreeLookup.Found> trees) {
    Map<String, Double> untrained = new HashMap<>(); // once, however many variants share it
    for (TreeLookup.Found tree : trees) {
      tree.phases().stream()
          .filter(phase -> !phase.trained())
          .forEach(phase -> untrained.put(phase.key(), phase.work()));
    }
    double missing = untrained.values().stream().mapToDouble(Double::doubleValue).sum();
    if (missing == 0) {
      return "none";
    }
    double seconds = 0;
    double work = 0;
    for (TreeLookup.Found tree : found.values()) {
      for (PlannedPhase phase : tree.phases()) {
        if (phase.trained() && phase.seconds() > 0) {
          seconds += phase.seconds();
          work += phase.work();
        }
      }
    }
    return work == 0
        ? "unknown, nothing was trained yet"
        : "at least " + Durations.text(missing * seconds / work);
  }
}
