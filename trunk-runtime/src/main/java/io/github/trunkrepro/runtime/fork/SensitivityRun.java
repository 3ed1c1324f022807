package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.document.Names;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.report.StudyPage;
import io.github.trunkrepro.runtime.sensitivity.Gate;
import io.github.trunkrepro.runtime.sensitivity.GateResult;
import io.github.trunkrepro.runtime.sensitivity.StudyCsv;
import io.github.trunkrepro.runtime.sensitivity.StudyPlan;
import io.github.trunkrepro.runtime.sensitivity.StudyPlans;
import io.github.trunkrepro.runtime.sensitivity.StudyReport;
import io.github.trunkrepro.runtime.sensitivity.StudyResults;
import io.github.trunkrepro.runtime.sensitivity.StudyRun;
import io.github.trunkrepro.runtime.sensitivity.StudySpec;
import io.github.trunkrepro.runtime.sensitivity.StudyStatistics;
import io.github.trunkrepro.runtime.sensitivity.StudySummary;
import io.github.trunkrepro.runtime.sensitivity.StudyText;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.sensitivity.UnitExecutor;
import io.github.trunkrepro.runtime.sensitivity.UnitResult;
import io.github.trunkrepro.runtime.sensitivity.VariantResult;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult;
import io.github.trunkrepro.runtime.sensitivity.VolatilitySearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains the variants of a study and reports what depends on what. */
final class SensitivityRun {
  private final RunRequest request;
  private final StudyRequest study;
  private final EventLog events;

  SensitivityRun(RunRequest request, EventLog events) {
    this.request = request;
    this.study = request.study().orElseThrow();
    this.events = events;
  }

  List<String> run() throws InterruptedException {
    StudySpec spec = study.spec(request.baseDirectory());
    Path folder = Path.of(request.outputDirectory());
    try (OutputFolder output = OutputFolder.lock(folder);
        PixelRoom room = output.pixelRoom()) {
      UnitTraining training = new UnitTraining(request, output, room, events);
      Recipe declared = UnitTraining.recipe(request, StudyPlans.declared(spec));
      if (study.target().isPresent()) {
        return new TargetRun(training, study.target().get(), request, events).run(declared);
      }
      List<StudyUnit> units = units(spec, declared);
      if (study.dryRun()) {
        return new DryRun(training, request, events).run(spec, declared, units);
      }
      return train(spec, declared, units, training, output);
    }
  }

  /**
   * The units of a study of axes; none for grouping volatility. All of their recipes are read, so
   * that a mistake in the last is not found after hours.
   */
  private List<StudyUnit> units(StudySpec spec, Recipe declared) {
    if (spec.volatility().isPresent()) {
      if (study.variant().isPresent()) {
        throw new UserException(
            UserException.Kind.SETUP,
            "The study "
                + spec.name()
                + " is of grouping volatility; instead of trunk.variant give one value as both"
                + " -Dtrunk.start and -Dtrunk.end");
      }
      if (declared.tree().isPresent()) {
        throw new UserException(
            UserException.Kind.SETUP,
            request.recipe()
                + " gives the tree "
                + declared.tree().get()
                + ", so grouping volatility changes nothing; remove the key \"tree\" to find trees");
      }
      return List.of();
    }
    List<StudyUnit> units = StudyPlans.units(spec);
    units.forEach(unit -> UnitTraining.recipe(request, unit));
    return study.variant().map(name -> List.of(variant(name, units))).orElse(units);
  }

  private static StudyUnit variant(String name, List<StudyUnit> units) {
    List<String> names = units.stream().map(StudyUnit::name).toList();
    return units.stream()
        .filter(unit -> unit.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    UserException.Kind.SETUP,
                    "There is no variant \"%s\"; there are: %s%s (trunk.variant)"
                        .formatted(name, String.join("; ", names), Names.didYouMean(name, names))));
  }

  private List<String> train(
      StudySpec spec,
      Recipe declared,
      List<StudyUnit> units,
      UnitTraining training,
      OutputFolder output)
      throws InterruptedException {
    Session session = training.session(declared);
    training.checkLeakage(session);
    Optional<VolatilitySearch> search =
        spec.volatility()
            .map(range -> new VolatilitySearch(spec, declared.root().groupingVolatility()));
    StudyPlan plan = search.isPresent() ? search.get() : StudyPlans.of(units);
    Map<StudyUnit, UnitResult> results;
    try (ProcessPhases phases = new ProcessPhases(request, output.scratch());
        UnitExecutor executor = executor(training, phases)) {
      results = new StudyRun(plan, executor, spec.budget(), new StudyProgress(plan, events)).run();
    }
    StudyReport report = report(spec, declared, search, inOrder(results, units), session);
    write(report);
    StudyText.lines(report).forEach(line -> events.message(false, line));
    requireSuccess(report);
    return List.of("written to " + request.outputDirectory());
  }

  private UnitExecutor executor(UnitTraining training, ProcessPhases phases) {
    boolean processes = study.processes() > 0;
    return new LocalUnits(
        training,
        processes ? study.processes() : request.parallelNodes(),
        unit -> new UnitListener(unit.name(), events),
        unit -> processes ? Optional.of(phases.of(unit)) : Optional.empty());
  }

  /** Axes in the order of the study, grouping volatility ascending. */
  private static Map<StudyUnit, UnitResult> inOrder(
      Map<StudyUnit, UnitResult> results, List<StudyUnit> units) {
    List<StudyUnit> order = new ArrayList<>(results.keySet());
    order.sort(
        (a, b) ->
            units.isEmpty()
                ? Double.compare(
                    a.groupingVolatility().orElseThrow(), b.groupingVolatility().orElseThrow())
                : Integer.compare(units.indexOf(a), units.indexOf(b)));
    Map<StudyUnit, UnitResult> sorted = new LinkedHashMap<>();
    order.forEach(unit -> sorted.put(unit, results.get(unit)));
    return sorted;
  }

  private StudyReport report(
      StudySpec spec,
      Recipe declared,
      Optional<VolatilitySearch> search,
      Map<StudyUnit, UnitResult> results,
      Session session) {
    StudyResults records = new StudyResults(results);
    List<VariantResult> variants = records.variants(study::command);
    Optional<VolatilityResult> volatility =
        search.map(found -> found.result(records.curves(declared)));
    StudyReport ungated =
        new StudyReport(
            StudyReport.VERSION,
            spec.name(),
            Path.of(request.baseDirectory()).relativize(Path.of(request.recipe())).toString(),
            declared.digest(),
            session.torch().platform().key(),
            records.trees(),
            volatility,
            variants,
            StudyStatistics.groups(variants),
            StudyStatistics.comparisons(variants),
            StudyStatistics.sources(variants),
            List.of());
    return ungated.with(
        spec.failOn().stream().map(condition -> Gate.parse(condition).check(ungated)).toList());
  }

  private void write(StudyReport report) {
    Path folder = Path.of(request.outputDirectory());
    report.write(folder.resolve("sensitivity.json"));
    StudyCsv.write(report, folder.resolve("sensitivity.csv"));
    StudySummary.write(report, folder.resolve("sensitivity.md"));
    StudyPage.write(report, folder.resolve("sensitivity.html"));
  }

  private void requireSuccess(StudyReport report) {
    List<String> problems = new ArrayList<>();
    report.variants().stream()
        .filter(variant -> variant.failure().isPresent())
        .forEach(
            variant ->
                problems.add("variant " + variant.name() + " failed: " + variant.failure().get()));
    report.gates().stream()
        .filter(GateResult::failed)
        .forEach(gate -> problems.add("gate " + gate.text()));
    if (!problems.isEmpty()) {
      throw new UserException(
          UserException.Kind.CHECK,
          "The study %s failed:%n  %s%n(%s)"
              .formatted(report.study(), String.join("\n  ", problems), request.outputDirectory()));
    }
  }
}
