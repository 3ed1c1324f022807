package io.github.trunkrepro.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AdjustedRandTest {
  private static List<List<Integer>> groups(List<Integer> labels) {
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < labels.size(); i++) {
      groups.computeIfAbsent(labels.get(i), label -> new ArrayList<>()).add(i);
    }
    return List.copyOf(groups.values());
  }

  private static List<Integer> labels(JsonNode node) {
    return node.valueStream().map(JsonNode::intValue).toList();
  }

  @Example
  void isWhatCountingPairByPairGives() {
    JsonNode cases = Golden.read("statistics/scipy.json").get("rand");
    assertThat(cases).hasSizeGreaterThan(10);
    for (JsonNode golden : cases) {
      assertThat(
              AdjustedRand.of(
                  groups(labels(golden.get("first"))), groups(labels(golden.get("second")))))
          .as(golden.toString())
          .isCloseTo(golden.get("index").doubleValue(), within(1e-14));
    }
  }

  @Property(tries = 200)
  void isSymmetricAtMostOneAndOneForEqualPartitions(
      @ForAll @Size(8) List<@IntRange(max = 3) Integer> one,
      @ForAll @Size(8) List<@IntRange(max = 3) Integer> other) {
    double index = AdjustedRand.of(groups(one), groups(other));
    assertThat(AdjustedRand.of(groups(other), groups(one))).isEqualTo(index);
    assertThat(AdjustedRand.of(groups(one), groups(one))).isEqualTo(1);
    if (groups(one).equals(groups(other))) {
      assertThat(index).isEqualTo(1);
    } else {
      assertThat(index).isLessThan(1);
    }
  }

  @Example
  void isZeroOnAverageOverAllOrdersOfThePositions() {
    List<Double> all = new ArrayList<>();
    permute(new ArrayList<>(List.of(0, 0, 0, 1, 1, 2)), 0, all);
    assertThat(all).hasSize(720).contains(1.0);
    assertThat(all.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
        .isCloseTo(0, within(1e-14));
  }

  private static void permute(List<Integer> labels, int from, List<Double> indices) {
    if (from == labels.size()) {
      indices.add(AdjustedRand.of(groups(List.of(0, 0, 0, 1, 1, 2)), groups(labels)));
    }
    for (int i = from; i < labels.size(); i++) {
      List<Integer> swapped = new ArrayList<>(labels);
      swapped.set(from, labels.get(i));
      swapped.set(i, labels.get(from));
      permute(swapped, from + 1, indices);
    }
  }

  @Example
  void othersThanPartitionsOfTheSamePositionsAreRefused() {
    assertThatThrownBy(() -> AdjustedRand.of(List.of(List.of(0, 1)), List.of(List.of(0, 2))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AdjustedRand.of(List.of(List.of(0), List.of(0)), List.of(List.of(0))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
