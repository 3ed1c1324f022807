package io.github.trunkrepro.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class GroupingTest {

  @Example
  void thresholdIsStrict() {
    double threshold = Grouping.threshold(3, 1.2);
    double[][] asl = new double[3][3];
    asl[0][1] = threshold;
    asl[1][2] = Math.nextUp(threshold);
    assertThat(Grouping.groups(asl, 1.2)).containsExactly(List.of(0), List.of(1, 2));
    assertThat(Grouping.margins(asl, 1.2))
        .extracting(pair -> Math.signum(pair.margin()))
        .containsExactly(0.0, -1.0, 1.0);
  }

  @Example
  void groupsAreTheTransitiveClosure() {
    double[][] asl = new double[4][4];
    asl[0][3] = 1;
    asl[1][3] = 1;
    assertThat(Grouping.groups(asl, 1)).containsExactly(List.of(0, 1, 3), List.of(2));
  }

  @Example
  void notANumberIsRefused() {
    double[][] asl = {{0.5, Double.NaN}, {0.5, 0.5}};
    assertThatThrownBy(() -> Grouping.groups(asl, 1)).hasMessage("likelihood [0][1] is NaN");
    assertThatThrownBy(() -> Grouping.groups(new double[2][2], Double.NaN))
        .hasMessage("grouping volatility must be above 0: NaN");
    assertThatThrownBy(() -> Grouping.groups(new double[2][3], 1))
        .hasMessage("the matrix must be square: row 0 has 3 of 2 values");
  }

  @Property
  void onlyTheUpperTriangleCounts(@ForAll("matrices") double[][] asl) {
    double[][] upper = new double[asl.length][asl.length];
    for (int i = 0; i < asl.length; i++) {
      System.arraycopy(asl[i], i + 1, upper[i], i + 1, asl.length - i - 1);
    }
    assertThat(Grouping.groups(asl, 1)).isEqualTo(Grouping.groups(upper, 1));
  }

  @Property
  void groupsAreReachability(
      @ForAll("matrices") double[][] asl, @ForAll @DoubleRange(min = 0.1, max = 5) double gv) {
    boolean[][] reach = reachability(asl, gv);
    List<List<Integer>> groups = Grouping.groups(asl, gv);
    for (int i = 0; i < asl.length; i++) {
      for (int j = 0; j < asl.length; j++) {
        assertThat(groupOf(groups, i) == groupOf(groups, j)).isEqualTo(reach[i][j]);
      }
    }
    List<Integer> firsts = groups.stream().map(group -> group.get(0)).toList();
    assertThat(firsts).isSorted();
    assertThat(groups).allSatisfy(group -> assertThat(group).isSorted());
  }

  @Property
  void higherVolatilityIsFiner(
      @ForAll("matrices") double[][] asl,
      @ForAll @DoubleRange(min = 0.1, max = 5) double one,
      @ForAll @DoubleRange(min = 0.1, max = 5) double other) {
    List<List<Integer>> coarse = Grouping.groups(asl, Math.min(one, other));
    assertThat(Grouping.groups(asl, Math.max(one, other)))
        .allSatisfy(fine -> assertThat(coarse).anyMatch(group -> group.containsAll(fine)));
  }

  @Property
  void renamedClassesGiveRenamedGroups(@ForAll("matrices") double[][] asl, @ForAll long seed) {
    int k = asl.length;
    int[] to = new int[k];
    for (int i = 0; i < k; i++) {
      to[i] = i;
    }
    RandomStream.of(seed, "permutation").shuffle(to);
    double[][] renamed = new double[k][k];
    for (int i = 0; i < k; i++) {
      for (int j = i + 1; j < k; j++) {
        // A pair stays in the upper triangle, whichever of its classes comes first now.
        renamed[Math.min(to[i], to[j])][Math.max(to[i], to[j])] = asl[i][j];
      }
    }
    List<List<Integer>> expected = new ArrayList<>();
    for (List<Integer> group : Grouping.groups(asl, 1)) {
      expected.add(group.stream().map(i -> to[i]).sorted().toList());
    }
    assertThat(Grouping.groups(renamed, 1)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Provide
  Arbitrary<double[][]> matrices() {
    // Sparse above the usual thresholds, so that there are several groups.
    return Combinators.combine(Arbitraries.integers().between(1, 12), Arbitraries.longs())
        .as(
            (k, seed) -> {
              RandomStream stream = RandomStream.of(seed, "matrix");
              double[][] asl = new double[k][k];
              for (double[] row : asl) {
                for (int j = 0; j < k; j++) {
                  row[j] = StrictMath.pow(stream.nextDouble(), k);
                }
              }
              return asl;
            });
  }

  private static boolean[][] reachability(double[][] asl, double gv) {
    int k = asl.length;
    boolean[][] reach = new boolean[k][k];
    for (int i = 0; i < k; i++) {
      reach[i][i] = true;
      for (int j = i + 1; j < k; j++) {
        reach[i][j] = asl[i][j] > gv / k;
        reach[j][i] = reach[i][j];
      }
    }
    for (int via = 0; via < k; via++) {
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          reach[i][j] |= reach[i][via] && reach[via][j];
        }
      }
    }
    return reach;
  }

  private static int groupOf(List<List<Integer>> groups, int position) {
    List<Integer> of = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      if (groups.get(g).contains(position)) {
        of.add(g);
      }
    }
    assertThat(of).as("groups of %d", position).hasSize(1);
    return of.get(0);
  }
}
