package io.github.trunkrepro.runtime.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.Grouping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees here are nested groups of drawn likelihoods, a matrix for each path, as if trained. */
class VolatilitySearchTest {
  private static final int CLASSES = 7;

  private static StudySpec study(double start, double end) {
    return new StudySpec(
        "gv",
        List.of(),
        Optional.of(new StudySpec.Volatility(start, end)),
        List.of(),
        StudySpec.Design.GRID,
        List.of(),
        new StudySpec.Budget(OptionalInt.empty(), OptionalDouble.empty()),
        List.of());
  }

  /** What a training at a grouping volatility would find, by path. */
  private static Map<String, AverageSoftmax> tree(long seed, double volatility) {
    Map<String, AverageSoftmax> found = new HashMap<>();
    visit(seed, "", IntStream.range(0, CLASSES).boxed().toList(), volatility, found);
    return found;
  }

  private static void visit(
      long seed,
      String above,
      List<Integer> classes,
      double volatility,
      Map<String, AverageSoftmax> found) {
    String path = above + "/" + classes;
    Random random = new Random(seed + path.hashCode());
    List<AverageSoftmax.Row> rows = new ArrayList<>();
    for (int i : classes) {
      rows.add(
          new AverageSoftmax.Row(
              "c" + i,
              10,
              classes.stream().map(j -> random.nextDouble() / classes.size() * 1.6).toList(),
              classes.stream().map(j -> 0.01).toList()));
    }
    AverageSoftmax asl = new AverageSoftmax(rows);
    found.put(path, asl);
    List<List<Integer>> groups = Grouping.groups(asl, volatility);
    if (groups.size() > 1) {
      groups.stream()
          .filter(group -> group.size() > 1)
          .forEach(
              group ->
                  visit(seed, path, group.stream().map(classes::get).toList(), volatility, found));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsEveryTreeOfAGridAndNoneTwice(long seed) {
    VolatilitySearch search = new VolatilitySearch(study(0.3, 1.5), 1.02);
    Map<String, Map<String, AverageSoftmax>> trees = new HashMap<>();
    Optional<StudyUnit> unit = search.next();
    assertThat(unit.orElseThrow().name()).isEqualTo("gv=1.02");
    while (unit.isPresent()) {
      double volatility = unit.get().groupingVolatility().orElseThrow();
      assertThat(Double.parseDouble(unit.get().settings().get("gv"))).isEqualTo(volatility);
      Map<String, AverageSoftmax> tree = tree(seed, volatility);
      trees.put(unit.get().name(), tree);
      search.lookedUp(unit.get(), tree.values());
      unit = search.next();
    }
    assertThat(search.known()).isEqualTo(1);
    VolatilityResult result = search.result(List.of());
    assertThat(result.gaps()).isEmpty();
    double end = 0.3;
    for (VolatilityResult.Step step : result.steps()) {
      assertThat(step.from()).isEqualTo(end);
      end = step.to();
    }
    assertThat(end).isEqualTo(1.5);
    List<VolatilityResult.Step> steps = new ArrayList<>(result.steps());
    steps.sort(Comparator.comparingDouble(VolatilityResult.Step::from));
    for (double volatility = 0.3; volatility <= 1.5; volatility += 0.0007) {
      double at = volatility;
      VolatilityResult.Step step =
          steps.stream().filter(s -> s.from() <= at).reduce((a, b) -> b).orElseThrow();
      assertThat(shape(tree(seed, volatility))).isEqualTo(shape(trees.get(step.variant())));
    }
    for (int i = 1; i < steps.size(); i++) {
      assertThat(shape(trees.get(steps.get(i).variant())))
          .isNotEqualTo(shape(trees.get(steps.get(i - 1).variant())));
    }
  }

  /** Paths of the nodes; a node that stays flat has none below it. */
  private static Collection<String> shape(Map<String, AverageSoftmax> tree) {
    return tree.keySet().stream().sorted().toList();
  }

  @Test
  void oneValueIsOneVariant() {
    VolatilitySearch search = new VolatilitySearch(study(0.9, 0.9), 1.02);
    StudyUnit unit = search.next().orElseThrow();
    assertThat(unit.groupingVolatility()).hasValue(0.9);
    assertThat(search.next()).isEmpty();
    search.lookedUp(unit, tree(1, 0.9).values());
    assertThat(search.next()).isEmpty();
    assertThat(search.result(List.of()).steps())
        .containsExactly(new VolatilityResult.Step(0.9, 0.9, "gv=0.9"));
  }

  @Test
  void whatWasNotTrainedIsAGap() {
    VolatilitySearch search = new VolatilitySearch(study(0.5, 1.5), 1.02);
    search.finished(search.next().orElseThrow(), UnitResult.failed("no room"));
    assertThat(search.result(List.of()).gaps()).containsExactly(new VolatilityResult.Gap(0.5, 1.5));
    assertThat(search.next()).isEmpty();
  }
}
