package io.github.trunkrepro.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;

class RobinsonFouldsTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  private static ClassTree tree(List<String> names, TreeNode... children) {
    return new ClassTree(names, TreeNode.of(List.of(children)));
  }

  @Example
  void clustersOfOneTreeAloneAreCounted() {
    ClassTree pairs =
        tree(NAMES, TreeNode.flat(ClassSet.of(0, 1)), TreeNode.flat(ClassSet.of(2, 3)));
    ClassTree crossed =
        tree(NAMES, TreeNode.flat(ClassSet.of(0, 2)), TreeNode.flat(ClassSet.of(1, 3)));
    ClassTree pair =
        tree(NAMES, TreeNode.flat(ClassSet.of(0, 1)), TreeNode.leaf(2), TreeNode.leaf(3));
    assertThat(RobinsonFoulds.distance(pairs, pairs)).isZero();
    assertThat(RobinsonFoulds.distance(pairs, pair)).isEqualTo(1);
    assertThat(RobinsonFoulds.distance(pair, ClassTree.flat(NAMES))).isEqualTo(1);
    assertThat(RobinsonFoulds.distance(pair, crossed)).isEqualTo(3);
    // The greatest there is for four classes: 2 * 4 - 4.
    assertThat(RobinsonFoulds.distance(pairs, crossed)).isEqualTo(4);
  }

  @Example
  void classesAreKnownByName() {
    ClassTree pair =
        tree(NAMES, TreeNode.flat(ClassSet.of(0, 1)), TreeNode.leaf(2), TreeNode.leaf(3));
    ClassTree reversed =
        tree(
            List.of("d", "c", "b", "a"),
            TreeNode.leaf(0),
            TreeNode.leaf(1),
            TreeNode.flat(ClassSet.of(2, 3)));
    assertThat(RobinsonFoulds.distance(pair, reversed)).isZero();
  }
}
