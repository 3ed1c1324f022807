package io.github.trunkrepro.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TargetGroupsTest {
  private static final AverageSoftmax ASL =
      GroupingCurveTest.matrix(
          new double[][] {{0.5, 0.3, 0.2}, {0.4, 0.4, 0.1}, {0.9, 0.9, 0.1}}, 0.01, 25);

  @Provide
  Arbitrary<AverageSoftmax> matrices() {
    return new GroupingCurveTest().matrices();
  }

  /** Groups that some volatility makes are found at it; both bounds are those of the interval. */
  @Property
  void findsWhateverAVolatilityMakes(@ForAll("matrices") AverageSoftmax asl) {
    for (GroupingCurve.Interval interval : GroupingCurve.of(asl).intervals()) {
      TargetGroups target = TargetGroups.of(asl, interval.groups());
      assertThat(target.intervals()).contains(interval);
      target
          .separated()
          .filter(pair -> pair.likelihood() > 0)
          .ifPresent(pair -> assertThat(pair.groupingVolatility()).isEqualTo(interval.from()));
      target
          .joined()
          .ifPresent(pair -> assertThat(pair.groupingVolatility()).isEqualTo(interval.to()));
    }
  }

  @Example
  void namesThePairsThatMakeGroupsImpossible() {
    TargetGroups target = TargetGroups.of(ASL, List.of(List.of(0), List.of(1, 2)));
    assertThat(target.intervals()).isEmpty();
    GroupingCurve.Breakpoint separated = target.separated().orElseThrow();
    assertThat(List.of(separated.i(), separated.j())).containsExactly(0, 1);
    assertThat(separated.groupingVolatility()).isEqualTo(0.9, within(1e-12));
    GroupingCurve.Breakpoint joined = target.joined().orElseThrow();
    assertThat(List.of(joined.i(), joined.j())).containsExactly(1, 2);
    assertThat(joined.groupingVolatility()).isEqualTo(0.3, within(1e-12));
  }

  @Example
  void flatIsAllClassesApartOrAllTogether() {
    TargetGroups target = TargetGroups.of(ASL, List.of(List.of(0), List.of(1), List.of(2)));
    assertThat(target.intervals()).hasSize(2);
    assertThat(target.intervals().get(0).from()).isZero();
    assertThat(target.intervals().get(0).to()).isEqualTo(0.6, within(1e-12));
    assertThat(target.intervals().get(1).from()).isEqualTo(0.9, within(1e-12));
    assertThat(target.intervals().get(1).to()).isInfinite();
    assertThat(target.joined()).isEmpty();
  }
}
