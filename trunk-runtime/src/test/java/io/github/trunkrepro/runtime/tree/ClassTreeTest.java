package io.github.trunkrepro.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassTreeTest {
  private static final List<String> NAMES = List.of("0", "1", "D", "I", "L", "O", "X");

  /** {0, D, O} with {0, O} inside; {1, I, L}; X. */
  static ClassTree letters() {
    TreeNode round = TreeNode.of(List.of(TreeNode.leaf(2), TreeNode.flat(ClassSet.of(0, 5))));
    return new ClassTree(
        NAMES, TreeNode.of(List.of(TreeNode.leaf(6), TreeNode.flat(ClassSet.of(1, 3, 4)), round)));
  }

  @Test
  void nodesAreTheInnerOnesParentsFirst() {
    assertThat(letters().nodes().keySet())
        .extracting(NodePath::id)
        .containsExactly(
            "0,1,2,3,4,5,6",
            "0,1,2,3,4,5,6/0,2,5",
            "0,1,2,3,4,5,6/0,2,5/0,5",
            "0,1,2,3,4,5,6/1,3,4");
    assertThat(letters().depth()).isEqualTo(3);
    assertThat(ClassTree.flat(NAMES).depth()).isEqualTo(1);
  }

  @Test
  void aNodeIsFoundByItsPath() {
    NodePath round = letters().rootPath().child(ClassSet.of(5, 0, 2));
    assertThat(letters().node(round)).map(TreeNode::isFlat).contains(false);
    assertThat(letters().node(round.child(ClassSet.of(0, 5)))).map(TreeNode::isFlat).contains(true);
    assertThat(letters().node(round.child(ClassSet.of(2)))).map(TreeNode::isLeaf).contains(true);
    assertThat(letters().node(round.child(ClassSet.of(0, 2)))).isEmpty();
    assertThat(letters().node(NodePath.root(ClassSet.of(0, 1)))).isEmpty();
  }

  @Test
  void childrenAreOrderedByTheirSmallestClass() {
    assertThat(letters().root().children())
        .extracting(child -> child.classes().toString())
        .containsExactly("0,2,5", "1,3,4", "6");
  }

  @Test
  void childrenMustPartitionTheClasses() {
    TreeNode a = TreeNode.leaf(0);
    TreeNode ab = TreeNode.flat(ClassSet.of(0, 1));
    assertThatThrownBy(() -> TreeNode.of(List.of(a, ab))).hasMessageContaining("must ascend");
    assertThatThrownBy(() -> TreeNode.of(List.of(ab)))
        .hasMessage("{0,1} has one child, which repeats it");
    assertThatThrownBy(() -> new TreeNode(ClassSet.of(0, 1), List.of()))
        .hasMessage("{0,1} has several classes and no children");
    assertThatThrownBy(() -> new TreeNode(ClassSet.of(0, 1, 2), List.of(a, TreeNode.leaf(1))))
        .hasMessage("the children of {0,1,2} have the classes [0, 1]");
    assertThatThrownBy(() -> new ClassTree(NAMES, ab))
        .hasMessage("the root has the classes {0,1} of 7");
    assertThatThrownBy(() -> new ClassTree(List.of("a", "a"), ab)).hasMessageContaining("unique");
    assertThatThrownBy(() -> new ClassTree(List.of("a"), a)).hasMessageContaining("two classes");
  }

  @Test
  void jsonIsNestedListsOfNames() throws Exception {
    String json = ReadableJson.write(letters());
    assertThat(json)
        .isEqualTo(
            """
            {
              "classes": ["0", "1", "D", "I", "L", "O", "X"],
              "tree": [[["0", "O"], "D"], ["1", "I", "L"], "X"]
            }
            """);
    assertThat(Json.mapper().readValue(json, ClassTree.class)).isEqualTo(letters());
  }

  @Test
  void consoleShowsNamesIndented() {
    assertThat(letters().render(80))
        .isEqualTo(
            """
            root
              {0, D, O}
                {0, O}
                D
              {1, I, L}
              X
            """);
  }

  @Test
  void consoleLinesWrap() {
    List<String> names = IntStream.range(0, 30).mapToObj(i -> "class" + i).toList();
    TreeNode group = TreeNode.flat(ClassSet.of(IntStream.range(0, 10).toArray()));
    List<TreeNode> children =
        Stream.concat(Stream.of(group), IntStream.range(10, 30).mapToObj(TreeNode::leaf)).toList();
    String text = new ClassTree(names, TreeNode.of(children)).render(40);
    assertThat(text.lines()).allMatch(line -> line.length() <= 40).hasSize(9);
    assertThat(text)
        .startsWith(
            """
            root
              {class0, class1, class2, class3,
               class4, class5, class6, class7,
               class8, class9}
              class10, class11, class12, class13,
            """);
  }

  @Test
  void fileNamesAreShortAndDiffer() {
    NodePath root = NodePath.root(ClassSet.all(60));
    assertThat(root.fileName()).isEqualTo("root");
    assertThat(root.child(ClassSet.of(24, 0, 13)).fileName()).isEqualTo("classes-0-13-24");
    String one = root.child(ClassSet.all(40)).fileName();
    String other = root.child(ClassSet.all(41)).fileName();
    assertThat(one).startsWith("classes-0-1-2-").hasSizeLessThanOrEqualTo(60).isNotEqualTo(other);
  }

  @Test
  void pathsNarrow() {
    NodePath root = NodePath.root(ClassSet.all(3));
    assertThat(root.child(ClassSet.of(0, 2)).id()).isEqualTo("0,1,2/0,2");
    assertThat(NodePath.parse("0,1,2/0,2")).isEqualTo(root.child(ClassSet.of(0, 2)));
    assertThatThrownBy(() -> NodePath.parse("0,1/x")).isInstanceOf(IllegalArgumentException.class);
    assertThat(root.child(ClassSet.of(0, 2)).parent()).contains(root);
    assertThat(root.parent()).isEmpty();
    assertThat(root.child(ClassSet.of(0, 2)).label(List.of("a", "b", "c"))).isEqualTo("{a, c}");
    assertThat(root.label(List.of("a", "b", "c"))).isEqualTo("root");
    assertThatThrownBy(() -> root.child(ClassSet.all(3)))
        .hasMessage("{0,1,2} is no proper subset of {0,1,2}");
    assertThatThrownBy(() -> root.child(ClassSet.of(3)))
        .hasMessage("{3} is no proper subset of {0,1,2}");
  }

  @Test
  void classSetsAscend() {
    assertThat(ClassSet.of(24, 0, 13)).hasToString("0,13,24");
    assertThat(ClassSet.of(24, 0, 13).position(13)).isEqualTo(1);
    assertThat(ClassSet.of(24, 0, 13).select(List.of(0, 2))).isEqualTo(ClassSet.of(0, 24));
    assertThatThrownBy(() -> ClassSet.of(1, 1)).hasMessageContaining("ascend");
    assertThatThrownBy(() -> ClassSet.of()).hasMessageContaining("at least one");
    assertThatThrownBy(() -> ClassSet.of(-1)).hasMessageContaining("ascend");
    assertThatThrownBy(() -> ClassSet.of(1).position(0)).hasMessage("class 0 is not in {1}");
  }
}
