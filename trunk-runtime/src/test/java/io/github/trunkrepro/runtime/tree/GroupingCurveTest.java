package io.github.trunkrepro.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.trunkrepro.runtime.tree.AverageSoftmax.Row;
import io.github.trunkrepro.runtime.tree.GroupingCurve.Breakpoint;
import io.github.trunkrepro.runtime.tree.GroupingCurve.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GroupingCurveTest {

  @Property
  void intervalsAreBruteForceAtEveryMidpointAndAroundEveryBreakpoint(
      @ForAll("matrices") AverageSoftmax asl) {
    GroupingCurve curve = GroupingCurve.of(asl);
    List<Interval> intervals = curve.intervals();
    assertThat(curve.breakpoints()).hasSizeLessThan(asl.k());
    assertThat(intervals.get(0).from()).isZero();
    double end = 0;
    for (Interval interval : intervals) {
      assertThat(interval.from()).isEqualTo(end).isLessThan(interval.to());
      end = interval.to();
      double inside = Double.isInfinite(end) ? interval.from() + 1 : (interval.from() + end) / 2;
      assertThat(interval.groups()).isEqualTo(Grouping.groups(asl, inside));
      if (interval.from() > 0) {
        assertThat(interval.groups()).isEqualTo(Grouping.groups(asl, interval.from()));
        assertThat(interval.groups())
            .isNotEqualTo(Grouping.groups(asl, Math.nextDown(interval.from())));
      }
      assertThat(curve.interval(inside)).isEqualTo(interval);
      assertThat(curve.interval(interval.groups())).contains(interval);
    }
    assertThat(end).isInfinite();
  }

  /** No value of grouping volatility, however it is chosen, gives groups that no interval has. */
  @Property
  void everyVolatilityHasTheGroupsOfItsInterval(
      @ForAll("matrices") AverageSoftmax asl, @ForAll("volatilities") double volatility) {
    assertThat(GroupingCurve.of(asl).interval(volatility).groups())
        .isEqualTo(Grouping.groups(asl, volatility));
  }

  /** Classes 0 and 1 join below 0.9, 2 joins them below 0.6 by either of two equal pairs. */
  @Example
  void breakpointsAndTheirStandardErrors() {
    AverageSoftmax asl =
        matrix(new double[][] {{0.5, 0.3, 0.2}, {0.4, 0.4, 0.2}, {0.9, 0.9, 0.1}}, 0.01, 25);
    GroupingCurve curve = GroupingCurve.of(asl);
    assertThat(curve.breakpoints())
        .extracting(Breakpoint::i, Breakpoint::j)
        .containsExactly(tuple(0, 2), tuple(0, 1));
    assertThat(curve.above(0.7).orElseThrow().groupingVolatility()).isEqualTo(0.9, within(1e-12));
    assertThat(curve.below(0.7).orElseThrow().groupingVolatility()).isEqualTo(0.6, within(1e-12));
    // sqrt(0.01 / 25) = 0.02 in likelihood, three times that in grouping volatility
    assertThat(curve.closest(0.7).orElseThrow().standardErrorsFrom(0.7))
        .isEqualTo(0.1 / 0.06, within(1e-9));
    assertThat(curve.below(0.5)).isEmpty();
    assertThat(curve.above(0.9)).isEmpty();
  }

  @Example
  void atTheBreakpointThePairIsApart() {
    AverageSoftmax asl = matrix(new double[][] {{0.7, 0.3}, {0.1, 0.9}}, 0, 1);
    GroupingCurve curve = GroupingCurve.of(asl);
    double at = curve.breakpoints().get(0).groupingVolatility();
    assertThat(curve.interval(at).groups()).containsExactly(List.of(0), List.of(1));
    assertThat(curve.interval(Math.nextDown(at)).groups()).containsExactly(List.of(0, 1));
    assertThat(curve.breakpoints().get(0).standardErrorsFrom(at)).isZero();
    assertThat(curve.breakpoints().get(0).standardErrorsFrom(1)).isInfinite();
  }

  @Example
  void twoClassesAreOneNodeWhetherTheyJoinOrNot() {
    GroupingCurve curve =
        GroupingCurve.of(matrix(new double[][] {{0.7, 0.3}, {0.1, 0.9}}, 0.01, 25));
    assertThat(curve.decisive()).isEmpty();
    assertThat(curve.closest(0.6)).isEmpty();
    assertThat(curve.sameTree(0.6))
        .isEqualTo(new Interval(0, Double.POSITIVE_INFINITY, List.of(List.of(0), List.of(1))));
  }

  /** Joined in one step, three classes go from one group to none; in two, from one to two. */
  @Example
  void aNodeChangesWhereItsGroupsAreNeitherAllNorNone() {
    double[][] oneStep = {{0.4, 0.3, 0.3}, {0.3, 0.4, 0.3}, {0.3, 0.3, 0.4}};
    assertThat(GroupingCurve.of(matrix(oneStep, 0.01, 25)).decisive()).isEmpty();
    double[][] twoSteps = {{0.5, 0.3, 0.2}, {0.4, 0.4, 0.2}, {0.9, 0.9, 0.1}};
    GroupingCurve curve = GroupingCurve.of(matrix(twoSteps, 0.01, 25));
    assertThat(curve.decisive()).hasSize(2);
    assertThat(curve.sameTree(0.7)).isEqualTo(curve.interval(0.7));
    // Without a likelihood the third class never joins: below the step two are a group.
    double[][] apart = {{0.7, 0.3, 0}, {0.3, 0.7, 0}, {0, 0, 1}};
    assertThat(GroupingCurve.of(matrix(apart, 0.01, 25)).decisive()).hasSize(1);
  }

  @Example
  void groupsThatNoVolatilityGives() {
    AverageSoftmax asl =
        matrix(new double[][] {{0.5, 0.3, 0.2}, {0.4, 0.4, 0.2}, {0.9, 0.9, 0.1}}, 0, 1);
    assertThat(GroupingCurve.of(asl).interval(List.of(List.of(1, 2), List.of(0)))).isEmpty();
    assertThat(GroupingCurve.of(asl).interval(List.of(List.of(2), List.of(1, 0))))
        .map(Interval::from)
        .hasValueSatisfying(from -> assertThat(from).isEqualTo(0.6, within(1e-12)));
    assertThatThrownBy(() -> GroupingCurve.of(asl).interval(-1))
        .hasMessage("grouping volatility must be above 0: -1.0");
  }

  static AverageSoftmax matrix(double[][] means, double variance, int images) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < means.length; i++) {
      rows.add(
          new Row(
              "c" + i,
              images,
              Arrays.stream(means[i]).boxed().toList(),
              IntStream.range(0, means.length).mapToObj(j -> variance).toList()));
    }
    return new AverageSoftmax(rows);
  }

  @Provide
  Arbitrary<AverageSoftmax> matrices() {
    // Coarse values tie often; fine ones meet the rounding of the division by k.
    Arbitrary<Double> values =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 8).map(n -> n / 8.0),
            Arbitraries.doubles().between(0, 1));
    return Arbitraries.integers()
        .between(2, 9)
        .flatMap(k -> values.array(double[].class).ofSize(k).array(double[][].class).ofSize(k))
        .map(means -> matrix(means, 0.02, 50));
  }

  @Provide
  Arbitrary<Double> volatilities() {
    return Arbitraries.oneOf(
        Arbitraries.doubles().between(0.01, 10),
        Arbitraries.integers().between(1, 80).map(n -> n / 8.0));
  }
}
