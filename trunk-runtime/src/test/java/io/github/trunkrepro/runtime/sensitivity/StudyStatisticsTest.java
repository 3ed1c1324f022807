package io.github.trunkrepro.runtime.sensitivity;

import static io.github.trunkrepro.runtime.sensitivity.StudySamples.failed;
import static io.github.trunkrepro.runtime.sensitivity.StudySamples.settings;
import static io.github.trunkrepro.runtime.sensitivity.StudySamples.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.Golden;
import io.github.trunkrepro.runtime.document.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StudyStatisticsTest {
  private static final JsonNode SCIPY = Golden.read("statistics/scipy.json");
  private static final long IMAGES = SCIPY.get("images").longValue();

  static Stream<Named<JsonNode>> pairs() {
    return Golden.cases(SCIPY.get("pairs"));
  }

  static Stream<Named<JsonNode>> groups() {
    return Golden.cases(SCIPY.get("groups"));
  }

  static Stream<Named<JsonNode>> grids() {
    return Stream.concat(
        Golden.cases(SCIPY.get("anova")),
        Golden.cases(Golden.read("statistics/r.json").get("anova")));
  }

  private static void assertClose(String what, double found, JsonNode golden) {
    double expected = golden.get(what).doubleValue();
    assertThat(found).as(what).isCloseTo(expected, within(1e-10 * Math.abs(expected) + 1e-15));
  }

  private static void assertCloseOrUndefined(String what, OptionalDouble found, JsonNode golden) {
    assertThat(found.isPresent()).as(what).isNotEqualTo(golden.get(what).isNull());
    found.ifPresent(value -> assertClose(what, value, golden));
  }

  private static List<VariantResult> over(String axis, JsonNode counts) {
    List<VariantResult> variants = new ArrayList<>();
    for (long correct : Golden.longs(counts)) {
      variants.add(variant(settings("x", axis, "seed", "" + variants.size()), correct, IMAGES));
    }
    return variants;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void comparisonsAreThoseOfScipy(JsonNode golden) {
    List<VariantResult> variants = over("one", golden.get("first"));
    variants.addAll(over("two", golden.get("second")));
    List<Comparison> comparisons = StudyStatistics.comparisons(variants);
    assertThat(comparisons).hasSize(1);
    Comparison found = comparisons.get(0);
    assertThat(found.first()).isEqualTo(Map.of("x", "one"));
    assertThat(found.second()).isEqualTo(Map.of("x", "two"));
    assertThat(found.pairs()).isEqualTo(golden.get("first").size());
    assertClose("mean", found.meanDifference(), golden);
    assertClose("low", found.low(), golden);
    assertClose("high", found.high(), golden);
    assertCloseOrUndefined("effectSize", found.effectSize(), golden);
    assertClose("signedRank", found.signedRank(), golden);
    assertClose("signedRank", found.signedRankAdjusted(), golden);
    assertCloseOrUndefined("pairedT", found.pairedT(), golden);
    assertCloseOrUndefined("pairedT", found.pairedTAdjusted(), golden);
  }

  @ParameterizedTest
  @MethodSource("groups")
  void groupsAreThoseOfScipy(JsonNode golden) {
    List<GroupSummary> groups = StudyStatistics.groups(over("one", golden.get("counts")));
    assertThat(groups).hasSize(1);
    assertClose("mean", groups.get(0).mean(), golden);
    assertClose("deviation", groups.get(0).standardDeviation().orElseThrow(), golden);
    assertClose("low", groups.get(0).low().orElseThrow(), golden);
    assertClose("high", groups.get(0).high().orElseThrow(), golden);
  }

  @Test
  void holmIsTheLevelAtWhichTheProcedureRejects() {
    for (JsonNode golden : SCIPY.get("holm")) {
      assertThat(StudyStatistics.holm(Golden.doubles(golden.get("p"))))
          .containsExactly(Golden.doubles(golden.get("adjusted")), within(1e-15));
    }
  }

  @ParameterizedTest
  @MethodSource("grids")
  void sourcesAreThoseOfLeastSquaresAndOfR(JsonNode golden) {
    long[] sizes = Golden.longs(golden.get("sizes"));
    long[] counts = Golden.longs(golden.get("counts"));
    List<VariantResult> variants = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      Map<String, String> settings = settings();
      long rest = i;
      for (int axis = sizes.length - 1; axis >= 0; axis--) {
        settings.put("axis" + axis, "" + rest % sizes[axis]);
        rest /= sizes[axis];
      }
      variants.add(variant(settings, counts[i], IMAGES));
    }
    Collections.rotate(variants, 1); // the order of variants is no matter
    List<VarianceSource> sources = StudyStatistics.sources(variants);
    JsonNode rows = golden.get("rows");
    assertThat(sources).hasSize(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      boolean residual = row == rows.size() - 1;
      String axis = residual ? "residual" : "axis" + row;
      JsonNode expected = rows.get(row);
      VarianceSource found =
          sources.stream().filter(s -> s.axis().equals(axis)).findFirst().orElseThrow();
      assertThat(found.degreesOfFreedom()).isEqualTo(expected.get("df").intValue());
      assertClose("ss", found.sumOfSquares(), expected);
      assertClose("share", found.share(), expected);
      if (residual) {
        assertThat(found.f()).isEmpty();
        assertThat(found.p()).isEmpty();
      } else {
        assertClose("f", found.f().orElseThrow(), expected);
        assertClose("p", found.p().orElseThrow(), expected);
      }
    }
  }

  @Test
  void sourcesNeedAFullGridWithoutFailures() {
    List<VariantResult> grid = new ArrayList<>(StudySamples.axes().variants());
    assertThat(StudyStatistics.sources(grid))
        .extracting(VarianceSource::axis)
        .containsExactly("batch", "seed", "residual");
    assertThat(StudyStatistics.sources(grid.subList(0, 5))).isEmpty();
    assertThat(StudyStatistics.sources(grid.subList(0, 3))).as("one axis varies").isEmpty();
    assertThat(StudyStatistics.sources(List.of())).isEmpty();
    VariantResult first = grid.set(0, failed(grid.get(0).settings()));
    assertThat(StudyStatistics.sources(grid)).isEmpty();
    grid.set(0, variant(settings("other", "64", "seed", "1"), 812, 1000));
    assertThat(StudyStatistics.sources(grid)).isEmpty();
    grid.set(0, grid.get(1));
    assertThat(StudyStatistics.sources(grid)).as("%s is missing", first.name()).isEmpty();
  }

  @Test
  void equalAccuraciesGiveFiniteNumbersAlone() {
    List<VariantResult> variants = new ArrayList<>();
    for (String x : List.of("1", "2", "3")) {
      for (String seed : List.of("1", "2", "3")) {
        variants.add(variant(settings("x", x, "seed", seed), 1, 3));
      }
    }
    StudyReport report = StudySamples.report(variants);
    // Json refuses what is not finite.
    assertThat(Json.mapper().valueToTree(report).get("comparisons")).hasSize(3);
    assertThat(report.groups()).hasSize(3).allMatch(g -> g.standardDeviation().orElseThrow() == 0);
    assertThat(report.comparisons())
        .allMatch(c -> c.effectSize().isEmpty() && c.signedRank() == 1)
        .allMatch(c -> c.pairedT().isEmpty() && c.pairedTAdjusted().isEmpty());
    assertThat(report.sources()).hasSize(3).allMatch(s -> s.share() == 0 && s.f().isEmpty());
  }

  @Test
  void aComparisonWithoutATestIsNoneToAdjustFor() {
    List<VariantResult> variants = new ArrayList<>();
    long[][] correct = {{10, 20, 30}, {11, 21, 31}, {15, 21, 36}};
    for (int x = 0; x < correct.length; x++) {
      for (int seed = 0; seed < correct[x].length; seed++) {
        variants.add(variant(settings("x", "" + x, "seed", "" + seed), correct[x][seed], IMAGES));
      }
    }
    List<Comparison> comparisons = StudyStatistics.comparisons(variants);
    assertThat(comparisons).hasSize(3);
    assertThat(comparisons.get(0).meanDifference()).isPositive();
    assertThat(comparisons.get(0).pairedT()).isEmpty();
    double[] adjusted =
        StudyStatistics.holm(
            new double[] {
              comparisons.get(1).pairedT().orElseThrow(), comparisons.get(2).pairedT().orElseThrow()
            });
    assertThat(comparisons.get(1).pairedTAdjusted()).hasValue(adjusted[0]);
    assertThat(comparisons.get(2).pairedTAdjusted()).hasValue(adjusted[1]);
  }

  @Test
  void sumsOfTwoEffectsLeaveNoResidual() {
    List<VariantResult> variants = new ArrayList<>();
    for (int x = 0; x < 3; x++) {
      for (int seed = 0; seed < 4; seed++) {
        variants.add(
            variant(settings("x", "" + x, "seed", "" + seed), 100 + 7 * x + 3 * seed, 333));
      }
    }
    assertThat(StudyStatistics.sources(variants))
        .allMatch(source -> source.f().isEmpty())
        .last()
        .extracting(VarianceSource::sumOfSquares)
        .isEqualTo(0.0);
  }

  @Test
  void withoutSeedsAllVariantsAreOneGroup() {
    List<GroupSummary> groups =
        StudyStatistics.groups(
            List.of(
                variant(settings("x", "1"), 8, 10),
                variant(settings("x", "2"), 9, 10),
                failed(settings("x", "3"))));
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).settings()).isEmpty();
    assertThat(groups.get(0).variants()).isEqualTo(2);
    assertThat(groups.get(0).trees()).isEqualTo(Map.of("A", 2));
  }

  @Test
  void aGroupOfOneHasNoSpreadAndSeedsPairByLabel() {
    List<VariantResult> variants =
        List.of(
            variant(settings("x", "1", "seed", "1"), 8, 10),
            variant(settings("x", "2", "seed", "2"), 9, 10),
            variant(settings("x", "2", "seed", "1"), 7, 10),
            failed(settings("x", "3", "seed", "1")));
    List<GroupSummary> groups = StudyStatistics.groups(variants);
    assertThat(groups).hasSize(2);
    assertThat(groups.get(0).standardDeviation()).isEmpty();
    assertThat(groups.get(0).low()).isEmpty();
    assertThat(StudyStatistics.comparisons(variants)).as("one shared seed").isEmpty();
  }

  @Test
  void pValuesAreAdjustedForAllPairsOfGroups() {
    List<VariantResult> variants = over("one", SCIPY.get("pairs").get(2).get("first"));
    variants.addAll(over("two", SCIPY.get("pairs").get(2).get("second")));
    variants.addAll(over("three", SCIPY.get("pairs").get(2).get("first")));
    List<Comparison> comparisons = StudyStatistics.comparisons(variants);
    assertThat(comparisons).hasSize(3);
    double p = comparisons.get(0).signedRank();
    assertThat(comparisons.get(0).signedRankAdjusted()).isEqualTo(3 * p);
    assertThat(comparisons.get(1).signedRankAdjusted()).as("one against three").isEqualTo(1);
    assertThat(comparisons.get(2).meanDifference()).isNegative();
    assertThat(comparisons.get(2).signedRankAdjusted()).isEqualTo(3 * p);
  }
}
