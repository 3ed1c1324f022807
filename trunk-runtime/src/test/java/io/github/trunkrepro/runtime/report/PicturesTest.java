package io.github.trunkrepro.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PicturesTest {
  private static final int CLASSES = 47;

  /** Names with all that XML cares about, and a tree of depth 2. */
  private static ClassTree tree() {
    List<String> names =
        IntStream.range(0, CLASSES).mapToObj(i -> i == 3 ? "<a&\"b\">" : "class " + i).toList();
    List<TreeNode> children = new ArrayList<>();
    children.add(
        TreeNode.of(List.of(TreeNode.leaf(0), TreeNode.leaf(2), TreeNode.leaf(CLASSES - 1))));
    for (int i = 1; i < CLASSES - 1; i++) {
      if (i != 2) {
        children.add(TreeNode.leaf(i));
      }
    }
    return new ClassTree(names, TreeNode.of(children));
  }

  private static List<List<Long>> confusion() {
    List<List<Long>> rows = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      List<Long> row = new ArrayList<>(Collections.nCopies(CLASSES, 0L));
      row.set(i, 90L);
      row.set((i + 1) % CLASSES, 10L);
      rows.add(row);
    }
    return rows;
  }

  @Test
  void everyClassIsNamedInsideThePictureAndAboveNoOther(@TempDir Path folder) throws Exception {
    assertThat(Pictures.write(tree(), confusion(), folder)).isEmpty();
    Document svg = parse(folder.resolve("tree.svg"));
    NodeList words = svg.getElementsByTagName("text");
    List<String> rows = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
    for (int i = 0; i < words.getLength(); i++) {
      Element word = (Element) words.item(i);
      texts.add(word.getTextContent());
      if (tree().classNames().contains(word.getTextContent())) {
        rows.add(word.getAttribute("y"));
        assertThat(Double.parseDouble(word.getAttribute("y"))).isBetween(0.0, height);
      }
    }
    assertThat(texts).containsAll(tree().classNames());
    assertThat(rows).hasSize(CLASSES).doesNotHaveDuplicates();
    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(1 + 2);
  }

  @Test
  void confusionHasACellForEachPairAndSaysItsCount(@TempDir Path folder) throws Exception {
    Pictures.write(tree(), confusion(), folder);
    Document svg = parse(folder.resolve("confusion.svg"));
    NodeList cells = svg.getElementsByTagName("rect");
    assertThat(cells.getLength()).isEqualTo(1 + CLASSES * CLASSES);
    Element wrong = (Element) cells.item(1 + 2 * CLASSES + 3);
    assertThat(wrong.getTextContent()).isEqualTo("class 2 given <a&\"b\">: 10");
    assertThat(wrong.getAttribute("class")).isEqualTo("wrong");
  }

  @Test
  void pngShowsWhatSvgSays(@TempDir Path folder) throws Exception {
    Pictures.write(tree(), confusion(), folder);
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("confusion.png"))));
    Element cell =
        (Element) parse(folder.resolve("confusion.svg")).getElementsByTagName("rect").item(1);
    int x = (int) (2 * Double.parseDouble(cell.getAttribute("x"))) + 4;
    int y = (int) (2 * Double.parseDouble(cell.getAttribute("y"))) + 4;
    int rgb = image.getRGB(x, y);
    assertThat(rgb & 0xff).as("blue").isGreaterThan((rgb >> 16 & 0xff) + 80);
  }

  @Test
  void aClassThatIsAChildOfTheRootStandsBesideIt() {
    Picture flat = TreePicture.of(new ClassTree(List.of("a", "b"), TreeNode.flat(ClassSet.all(2))));
    assertThat(flat.title()).isEqualTo("Tree of 2 classes, 1 node, depth 1");
    assertThat(flat.height()).isEqualTo(24 + 24 + 2 * TreePicture.ROW);
  }

  private static Document parse(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }
}
