package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.manifest.Likelihoods;
import io.github.trunkrepro.runtime.manifest.NodeRecord;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.tree.AdjustedRand;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.GroupingCurve;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.RobinsonFoulds;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Makes the records of a report of the results of units. */
public final class StudyResults {
  private static final int LETTERS = 26;

  private final Map<StudyUnit, UnitResult> results;
  private final Map<ClassTree, String> names = new LinkedHashMap<>();
  private final Map<ClassTree, Integer> counts = new HashMap<>();

  /**
   * Results.
   *
   * @param results in the order in which they are reported
   */
  public StudyResults(Map<StudyUnit, UnitResult> results) {
    this.results = new LinkedHashMap<>(results);
    for (UnitResult result : results.values()) {
      result
          .trained()
          .map(trained -> trained.run().tree())
          .ifPresent(
              tree -> {
                names.computeIfAbsent(tree, t -> name(names.size()));
                counts.merge(tree, 1, Integer::sum);
              });
    }
  }

  /** {@code A} to {@code Z}, {@code AA} and so on. */
  static String name(int index) {
    String last = String.valueOf((char) ('A' + index % LETTERS));
    return index < LETTERS ? last : name(index / LETTERS - 1) + last;
  }

  /** Every tree, once. */
  public List<StudyTree> trees() {
    List<StudyTree> trees = new ArrayList<>();
    names.forEach(
        (tree, name) -> {
          ClassTree first = names.keySet().iterator().next();
          trees.add(
              new StudyTree(
                  name,
                  tree,
                  tree.depth(),
                  tree.nodes().size(),
                  counts.get(tree),
                  AdjustedRand.of(rootGroups(first), rootGroups(tree)),
                  RobinsonFoulds.distance(first, tree)));
        });
    return trees;
  }

  private static List<List<Integer>> rootGroups(ClassTree tree) {
    return tree.root().children().stream()
        .map(child -> List.copyOf(child.classes().indices()))
        .toList();
  }

  /**
   * Every variant.
   *
   * @param command that trains a unit alone
   */
  public List<VariantResult> variants(Function<StudyUnit, String> command) {
    List<VariantResult> variants = new ArrayList<>();
    results.forEach(
        (unit, result) ->
            variants.add(
                new VariantResult(
                    unit.name(),
                    unit.settings(),
                    command.apply(unit),
                    result.failure(),
                    result.trained().map(this::measures))));
    return variants;
  }

  private VariantResult.Measures measures(UnitResult.Trained trained) {
    Reproducible run = trained.run();
    return new VariantResult.Measures(
        names.get(run.tree()),
        run.test().accuracy(),
        IntStream.range(0, run.test().confusion().size())
            .mapToObj(index -> classAccuracy(run.test().confusion().get(index), index))
            .toList(),
        run.nodes().stream().mapToLong(NodeRecord::parameters).sum(),
        meanPathMacs(run),
        margin(trained),
        CanonicalJson.digest(
            run.nodes().stream()
                .map(node -> node.phases().get(node.phases().size() - 1).weightsDigest())
                .toList()),
        trained.phasesTrained(),
        trained.phasesReused(),
        trained.seconds());
  }

  private static double classAccuracy(List<Long> row, int index) {
    long images = row.stream().mapToLong(Long::longValue).sum();
    return images == 0 ? 0 : (double) row.get(index) / images;
  }

  /** Every class counts the same, however many images it has. */
  private static long meanPathMacs(Reproducible run) {
    Map<String, Long> macs = new HashMap<>();
    run.nodes().forEach(node -> macs.put(node.id(), node.macs()));
    double sum = 0;
    for (Map.Entry<NodePath, TreeNode> node : run.tree().nodes().entrySet()) {
      sum += (double) macs.get(node.getKey().id()) * node.getValue().classes().size();
    }
    return Math.round(sum / run.tree().classNames().size());
  }

  private static OptionalDouble margin(UnitResult.Trained trained) {
    return trained.run().nodes().stream()
        .flatMap(node -> margin(node, trained.likelihoods().get(node.id())).stream())
        .mapToDouble(Double::doubleValue)
        .filter(Double::isFinite)
        .min();
  }

  private static Optional<Double> margin(NodeRecord node, AverageSoftmax likelihoods) {
    if (likelihoods == null) {
      return Optional.empty();
    }
    double volatility = node.likelihoods().map(Likelihoods::groupingVolatility).orElseThrow();
    return GroupingCurve.of(likelihoods)
        .closest(volatility)
        .map(breakpoint -> breakpoint.standardErrorsFrom(volatility));
  }

  /**
   * The dendrograms of all nodes that were grouped, as they were met.
   *
   * @param declared the recipe as it is written
   */
  public List<VolatilityResult.NodeCurve> curves(Recipe declared) {
    List<VolatilityResult.NodeCurve> curves = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    results.forEach(
        (unit, result) ->
            result
                .trained()
                .ifPresent(
                    trained -> {
                      ClassTree tree = trained.run().tree();
                      for (NodePath node : tree.nodes().keySet()) {
                        AverageSoftmax likelihoods = trained.likelihoods().get(node.id());
                        if (likelihoods != null && seen.add(List.of(node.id(), likelihoods))) {
                          boolean again =
                              curves.stream().anyMatch(curve -> curve.id().equals(node.id()));
                          curves.add(
                              curve(node, likelihoods, tree, declared, again ? unit.name() : ""));
                        }
                      }
                    }));
    return curves;
  }

  /** The same classes below other ancestors have other likelihoods: {@code of} tells them apart. */
  private static VolatilityResult.NodeCurve curve(
      NodePath node, AverageSoftmax likelihoods, ClassTree tree, Recipe declared, String of) {
    List<String> classes = node.classes().names(tree.classNames());
    return new VolatilityResult.NodeCurve(
        node.id(),
        node.label(tree.classNames()) + (of.isEmpty() ? "" : " (" + of + ")"),
        classes,
        declared.hyperparameters(node.isRoot(), classes).groupingVolatility(),
        GroupingCurve.of(likelihoods));
  }
}
