package io.github.trunkrepro.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TreeDifferenceTest {
  private final ClassTree before = ClassTreeTest.letters();

  private static ClassTree moved() {
    // D has left {0, D, O} and has joined X.
    return new ClassTree(
        List.of("0", "1", "D", "I", "L", "O", "X"),
        TreeNode.of(
            List.of(
                TreeNode.flat(ClassSet.of(0, 5)),
                TreeNode.flat(ClassSet.of(1, 3, 4)),
                TreeNode.flat(ClassSet.of(2, 6)))));
  }

  @Example
  void splitsAndMergesAreNamed() {
    TreeDifference difference = TreeDifference.between(before, moved());
    assertThat(difference.isEmpty()).isFalse();
    assertThat(difference.lines(80))
        .containsExactly("gone:  {0, D, O}, now 0, O | D", "added: {D, X}, was D | X");
  }

  @Example
  void treesStandSideBySide() {
    assertThat(TreeDifference.between(before, moved()).sideBySide("baseline", "now", 40, 20))
        .containsExactly(
            "baseline             now",
            "root                 root",
            "  {0, D, O}        |   {0, O}",
            "    {0, O}         <",
            "    D              <",
            "  {1, I, L}            {1, I, L}",
            "  X                |   {D, X}");
  }

  @Example
  void likeLinesAreLeftOutBeforeOthers() {
    int k = 60;
    List<String> names = IntStream.range(0, k).mapToObj(i -> "c" + i).toList();
    List<TreeNode> pairs = new ArrayList<>();
    for (int i = 0; i < k; i += 2) {
      pairs.add(TreeNode.flat(ClassSet.of(i, i + 1)));
    }
    ClassTree one = new ClassTree(names, TreeNode.of(pairs));
    pairs.remove(20);
    pairs.addAll(List.of(TreeNode.leaf(40), TreeNode.leaf(41)));
    ClassTree other = new ClassTree(names, TreeNode.of(pairs));
    List<String> lines = TreeDifference.between(one, other).sideBySide("a", "b", 60, 12);
    assertThat(lines)
        .containsExactly(
            "a                              b",
            "... 20 like lines              ... 20 like lines",
            "  {c38, c39}                     {c38, c39}",
            "  {c40, c41}                 <",
            "  {c42, c43}                     {c42, c43}",
            "... 7 like lines               ... 7 like lines",
            "  {c58, c59}                     {c58, c59}",
            "                             >   c40, c41");
  }

  @Example
  void rowsAreBounded() {
    ClassTree one = ClassTree.flat(IntStream.range(0, 99).mapToObj(i -> "a" + i).toList());
    ClassTree other = ClassTree.flat(IntStream.range(0, 99).mapToObj(i -> "b" + i).toList());
    List<String> lines = TreeDifference.between(one, other).sideBySide("a", "b", 30, 10);
    assertThat(lines).hasSize(10).allMatch(line -> line.length() <= 30);
    assertThat(lines.get(9)).matches("\\.\\.\\. and \\d+ more lines");
  }

  @Example
  void orderOfClassesIsNoDifference() {
    ClassTree renumbered =
        new ClassTree(
            List.of("b", "a", "c"),
            TreeNode.of(List.of(TreeNode.leaf(2), TreeNode.flat(ClassSet.of(0, 1)))));
    ClassTree plain =
        new ClassTree(
            List.of("a", "b", "c"),
            TreeNode.of(List.of(TreeNode.leaf(2), TreeNode.flat(ClassSet.of(0, 1)))));
    assertThat(TreeDifference.between(plain, renumbered).isEmpty()).isTrue();
  }

  @Property
  void emptyForEqualTreesAlone(
      @ForAll @IntRange(min = 2, max = 9) int k, @ForAll long one, @ForAll long other) {
    ClassTree a = random(k, one);
    ClassTree b = random(k, other);
    assertThat(TreeDifference.between(a, b).isEmpty()).isEqualTo(a.equals(b));
    assertThat(TreeDifference.between(a, random(k, one)).isEmpty()).isTrue();
    assertThat(TreeDifference.between(a, b).gone()).isEqualTo(TreeDifference.between(b, a).added());
  }

  private static ClassTree random(int k, long seed) {
    RandomStream stream = RandomStream.of(seed, "tree");
    List<TreeNode> open = new ArrayList<>(IntStream.range(0, k).mapToObj(TreeNode::leaf).toList());
    while (open.size() > 2 && stream.nextInt(4) > 0) {
      TreeNode first = open.remove(stream.nextInt(open.size()));
      TreeNode second = open.remove(stream.nextInt(open.size()));
      open.add(TreeNode.of(List.of(first, second)));
    }
    List<String> names = IntStream.range(0, k).mapToObj(i -> "class " + i).toList();
    return new ClassTree(names, TreeNode.of(open));
  }
}
