package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.recipe.RecipeEdit;
import io.github.trunkrepro.runtime.sensitivity.StudyPlan;
import io.github.trunkrepro.runtime.sensitivity.StudyPlans;
import io.github.trunkrepro.runtime.sensitivity.StudyRun;
import io.github.trunkrepro.runtime.sensitivity.StudySpec;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.sensitivity.UnitExecutor;
import io.github.trunkrepro.runtime.sensitivity.UnitResult;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult;
import io.github.trunkrepro.runtime.sensitivity.VolatilitySearch;
import io.github.trunkrepro.runtime.training.SilentListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.LongStream;

/**
 * Studies as they are run, without Maven. {@code sweep} trains a grid of grouping volatility tree
 * by tree and as one study, and requires equal bits; {@code seeds} prints the seconds of four
 * seeds.
 *
 * <p>Arguments: which of them, a project, its recipe below it, a folder for scratch; for a sweep
 * start, end and step; for seeds threads of a node, nodes side by side, and processes.
 */
public final class StudyBenchmark {
  private static final int SEEDS = 4;
  private static final StudySpec.Budget UNLIMITED =
      new StudySpec.Budget(OptionalInt.empty(), OptionalDouble.empty());
  private static final double TO_THE_LAST = 1e-9;

  /** Of which processes need no more than that there is one. */
  private static final StudyRequest STUDY =
      new StudyRequest(
          "sensitivity.yaml",
          "seeds",
          Map.of(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty(),
          UNLIMITED,
          false,
          0,
          "");

  private final Path base;
  private final Path recipe;
  private final Path work;
  private int caches;

  private StudyBenchmark(Path base, Path recipe, Path work) {
    this.base = base;
    this.recipe = recipe;
    this.work = work;
  }

  /** Runs one of them. */
  public static void main(String[] args) throws InterruptedException {
    Path base = Path.of(args[1]);
    StudyBenchmark benchmark = new StudyBenchmark(base, base.resolve(args[2]), Path.of(args[3]));
    if (args[0].equals("sweep")) {
      benchmark.sweep(new BigDecimal(args[4]), new BigDecimal(args[5]), new BigDecimal(args[6]));
    } else {
      benchmark.seeds(
          Integer.parseInt(args[4]), Integer.parseInt(args[5]), Integer.parseInt(args[6]));
    }
    Runtime.getRuntime().halt(0);
  }

  private void sweep(BigDecimal start, BigDecimal end, BigDecimal step)
      throws InterruptedException {
    // Until the JIT compiler is done.
    study(List.of(unit(start)), 2, 1);
    Map<BigDecimal, UnitResult.Trained> grid = new LinkedHashMap<>();
    double seconds = 0;
    double phases = 0;
    for (BigDecimal at = start; at.compareTo(end) <= 0; at = at.add(step)) {
      Timed one = study(List.of(unit(at)), 2, 1);
      seconds += one.seconds();
      phases += one.trained();
      grid.put(at, one.results().values().iterator().next());
      print("gv %s alone: %.1f s", at, one.seconds());
    }
    VolatilitySearch search =
        new VolatilitySearch(spec(start.doubleValue(), end.doubleValue()), start.doubleValue());
    Timed study = study(search, 2, 1, 0);
    VolatilityResult found = search.result(List.of());
    grid.forEach((at, alone) -> requireEqual(at, alone, study.at(at.doubleValue(), found)));
    Set<Object> trees = new HashSet<>();
    grid.values().forEach(trained -> trees.add(trained.run().tree()));
    double factor = seconds / study.seconds();
    double bound = phases / study.trained();
    print(
        "%d trainings: %.1f s, %d different trees; the study: %.1f s, %d trees; equal bits at all points",
        grid.size(), seconds, trees.size(), study.seconds(), study.results().size());
    print(
        "factor %.2f; phases alone %.1f s / %.1f s = bound %.2f; share of the bound %.3f",
        factor, phases, study.trained(), bound, factor / bound);
  }

  /**
   * The same seeds again and again, once without being timed.
   *
   * @param threads of a node
   * @param nodes side by side in this process
   * @param processes of a unit each; 0 for this one
   */
  private void seeds(int threads, int nodes, int processes) throws InterruptedException {
    study(StudyPlans.of(List.of(seed(0))), threads, nodes, processes);
    List<StudyUnit> units = LongStream.rangeClosed(1, SEEDS).mapToObj(this::seed).toList();
    print("%.2f", study(StudyPlans.of(units), threads, nodes, processes).seconds());
  }

  private StudyUnit unit(BigDecimal volatility) {
    return new StudyUnit(
        "gv=" + volatility, Map.of(), List.of(), OptionalDouble.of(volatility.doubleValue()));
  }

  private StudyUnit seed(long seed) {
    return new StudyUnit(
        "seed=" + seed,
        Map.of(),
        List.of(new RecipeEdit("seed", Long.toString(seed), "seeds")),
        OptionalDouble.empty());
  }

  private static StudySpec spec(double start, double end) {
    return new StudySpec(
        "gv",
        List.of(),
        Optional.of(new StudySpec.Volatility(start, end)),
        List.of(),
        StudySpec.Design.GRID,
        List.of(),
        UNLIMITED,
        List.of());
  }

  /**
   * What a study came to.
   *
   * @param trained seconds of the phases that were trained
   */
  private record Timed(Map<String, UnitResult.Trained> results, double seconds, double trained) {
    UnitResult.Trained at(double volatility, VolatilityResult found) {
      return found.steps().stream()
          .filter(s -> s.from() <= volatility && volatility <= s.to() + TO_THE_LAST)
          .reduce((first, last) -> last)
          .map(step -> results.get(step.variant()))
          .orElseThrow();
    }
  }

  private Timed study(List<StudyUnit> units, int threads, int nodes) throws InterruptedException {
    return study(StudyPlans.of(units), threads, nodes, 0);
  }

  private Timed study(StudyPlan plan, int threads, int nodes, int processes)
      throws InterruptedException {
    Path cache = work.resolve("cache" + caches++);
    RunRequest request =
        new RunRequest(
                RunRequest.Goal.STUDY,
                base.toString(),
                recipe.toString(),
                EngineSpec.DEFAULT,
                Map.of("threads", Integer.toString(threads)),
                work.resolve("output").toString(),
                cache.toString(),
                cache.resolve("datasets").toString(),
                nodes,
                Map.of(),
                Optional.empty(),
                List.of())
            .with(RunRequest.Goal.STUDY, STUDY);
    Phases phases = new Phases();
    Map<String, UnitResult.Trained> results = new LinkedHashMap<>();
    double seconds;
    try (OutputFolder output = OutputFolder.lock(work.resolve("output"));
        PixelRoom room = output.pixelRoom()) {
      long start = System.nanoTime();
      UnitTraining training = new UnitTraining(request, output, room, phases);
      try (ProcessPhases others = new ProcessPhases(request, output.scratch());
          UnitExecutor executor =
              new LocalUnits(
                  training,
                  processes > 0 ? processes : nodes,
                  unit -> phases,
                  unit -> processes > 0 ? Optional.of(others.of(unit)) : Optional.empty())) {
        new StudyRun(plan, executor, UNLIMITED, (unit, result, done, elapsed) -> {})
            .run()
            .forEach((unit, result) -> results.put(unit.name(), trained(result)));
      }
      seconds = (System.nanoTime() - start) / 1e9;
    }
    delete(cache);
    return new Timed(results, seconds, phases.seconds.sum());
  }

  private static UnitResult.Trained trained(UnitResult result) {
    return result
        .trained()
        .orElseThrow(() -> new IllegalStateException(result.failure().orElseThrow()));
  }

  private static void requireEqual(
      BigDecimal at, UnitResult.Trained alone, UnitResult.Trained study) {
    Reproducible one = alone.run();
    Reproducible other = study.run();
    boolean same =
        one.tree().equals(other.tree())
            && one.test().equals(other.test())
            && weights(one).equals(weights(other));
    if (!same) {
      throw new IllegalStateException("At " + at + " the study found something else.");
    }
  }

  private static List<String> weights(Reproducible run) {
    return run.nodes().stream()
        .flatMap(node -> node.phases().stream())
        .map(PhaseRecord::weightsDigest)
        .toList();
  }

  private static void delete(Path folder) {
    try {
      if (Files.exists(folder)) {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  /** Adds up the seconds of phases that were trained. */
  private static final class Phases extends SilentListener {
    private final DoubleAdder seconds = new DoubleAdder();

    @Override
    public void phaseFinished(
        String node,
        Phase phase,
        boolean reused,
        int bestEpoch,
        double accuracy,
        double trainedFor) {
      if (!reused) {
        seconds.add(trainedFor);
      }
    }
  }
}
