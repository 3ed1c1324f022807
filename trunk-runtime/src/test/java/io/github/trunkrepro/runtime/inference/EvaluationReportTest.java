package io.github.trunkrepro.runtime.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.network.Counts;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A tree of three classes: the root tells 0 from {1, 2}, whose node tells 1 from 2. */
class EvaluationReportTest {
  private static final ClassSet PAIR = ClassSet.of(1, 2);
  private static final NodePath ROOT = NodePath.root(ClassSet.all(3));
  private static final NodePath CHILD = ROOT.child(PAIR);

  private static Route route(int... chosen) {
    return new Route(
        Arrays.stream(chosen)
            .mapToObj(c -> new Route.Step(c < 0 ? PAIR : ClassSet.of(c), 0.9))
            .toList());
  }

  private static EvaluationReport report(int[] labels, Route... routes) {
    Map<NodePath, Counts> counts = new LinkedHashMap<>();
    counts.put(ROOT, new Counts(10, 1000, 40));
    counts.put(CHILD, new Counts(5, 300, 20));
    return EvaluationReport.of(
        BatchNorm.AS_TRAINED,
        counts,
        List.of(ROOT, CHILD),
        List.of("zero", "on,e", "two"),
        labels,
        List.of(routes));
  }

  private final EvaluationReport report =
      report(
          new int[] {0, 0, 1, 1, 1},
          route(0), // right
          route(-1, 2), // lost at the root
          route(-1, 1), // right
          route(-1, 2), // lost at the child
          route(0)); // lost at the root

  @Test
  void errorsArePutWhereTheyAriseAndEachOnce() {
    assertThat(report.nodes())
        .extracting(NodeMeasures::reached, NodeMeasures::accuracy, NodeMeasures::lost)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(5L, Optional.of(Accuracy.of(3, 5)), 2L),
            org.assertj.core.groups.Tuple.tuple(3L, Optional.of(Accuracy.of(1, 2)), 1L));
    assertThat(report.nodes().stream().mapToLong(NodeMeasures::lost).sum())
        .isEqualTo(report.accuracy().images() - report.accuracy().correct());
  }

  @Test
  void classesHaveRecallPrecisionAndWhatTheyAreTakenFor() {
    assertThat(report.classes())
        .containsExactly(
            new ClassMeasures(
                "zero",
                Optional.of(Accuracy.of(1, 2)),
                Optional.of(Accuracy.of(1, 2)),
                Optional.of("two")),
            new ClassMeasures(
                "on,e",
                Optional.of(Accuracy.of(1, 3)),
                Optional.of(Accuracy.of(1, 1)),
                Optional.of("zero")),
            new ClassMeasures(
                "two", Optional.empty(), Optional.of(Accuracy.of(0, 2)), Optional.empty()));
  }

  @Test
  void anImageCostsTheNodesThatItPasses() {
    PathCosts costs = report.costs();
    assertThat(costs.all()).isEqualTo(new Counts(15, 1300, 60));
    assertThat(costs.shortest()).isEqualTo(new Counts(10, 1000, 40));
    assertThat(costs.longest()).isEqualTo(new Counts(15, 1300, 60));
    // Two of five end at the root, three at its child.
    assertThat(costs.mean()).isEqualTo(new Counts(13, 1180, 52));
    assertThat(report.text())
        .anyMatch(line -> line.matches("mean path +13 +1180 +52 +90.8 % of its MAC"));
  }

  @Test
  void confusionIsWrittenAsRfc4180Says() {
    assertThat(report.confusionCsv().split("\r\n", -1))
        .containsExactly(
            "true class,given zero,\"given on,e\",given two",
            "zero,1,0,1",
            "\"on,e\",1,1,1",
            "two,0,0,0",
            "");
  }
}
