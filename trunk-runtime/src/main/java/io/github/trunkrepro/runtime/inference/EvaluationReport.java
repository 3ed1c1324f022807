package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.document.TextTable;
import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.manifest.Interval;
import io.github.trunkrepro.runtime.network.Counts;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a tree does on a test set: the measures of the paper's tables, and where on the way errors
 * arise.
 *
 * @param version of the format
 * @param batchNorm what became of it
 * @param interval that holds the accuracy with a confidence of 95 %
 * @param classNames by class index
 * @param confusion images by true class (row) and given class (column)
 */
public record EvaluationReport(
    String version,
    BatchNorm batchNorm,
    Accuracy accuracy,
    Interval interval,
    List<String> classNames,
    List<ClassMeasures> classes,
    List<NodeMeasures> nodes,
    PathCosts costs,
    List<List<Long>> confusion) {

  private static final String VERSION = "3";
  private static final int DECIMALS = 4;

  public EvaluationReport {
    classNames = List.copyOf(classNames);
    classes = List.copyOf(classes);
    nodes = List.copyOf(nodes);
    confusion = confusion.stream().map(List::copyOf).toList();
  }

  /**
   * Measures the routes of a test set.
   *
   * @param batchNorm what became of it
   * @param counts size and work of each node, the root first
   * @param leaves nodes that give a class, not only groups
   * @param labels class index of each image, at least one
   * @param routes of each image
   */
  public static EvaluationReport of(
      BatchNorm batchNorm,
      Map<NodePath, Counts> counts,
      List<NodePath> leaves,
      List<String> classNames,
      int[] labels,
      List<Route> routes) {
    long[][] confusion = new long[classNames.size()][classNames.size()];
    for (int i = 0; i < labels.length; i++) {
      confusion[labels[i]][routes.get(i).classIndex()]++;
    }
    long correct = IntStream.range(0, confusion.length).mapToLong(c -> confusion[c][c]).sum();
    Accuracy accuracy = Accuracy.of(correct, labels.length);
    return new EvaluationReport(
        VERSION,
        batchNorm,
        accuracy,
        Interval.of(accuracy),
        classNames,
        IntStream.range(0, confusion.length)
            .mapToObj(c -> measures(c, classNames, confusion))
            .toList(),
        nodes(counts, classNames, labels, routes),
        PathCosts.of(counts, leaves, routes),
        Arrays.stream(confusion).map(row -> Arrays.stream(row).boxed().toList()).toList());
  }

  private static ClassMeasures measures(int index, List<String> names, long[][] confusion) {
    long[] row = confusion[index];
    long images = Arrays.stream(row).sum();
    long given = Arrays.stream(confusion).mapToLong(other -> other[index]).sum();
    int mistaken = -1;
    for (int other = 0; other < row.length; other++) {
      if (other != index && row[other] > (mistaken < 0 ? 0 : row[mistaken])) {
        mistaken = other;
      }
    }
    return new ClassMeasures(
        names.get(index),
        share(row[index], images),
        share(row[index], given),
        mistaken < 0 ? Optional.empty() : Optional.of(names.get(mistaken)));
  }

  private static Optional<Accuracy> share(long part, long of) {
    return of == 0 ? Optional.empty() : Optional.of(Accuracy.of(part, of));
  }

  private static List<NodeMeasures> nodes(
      Map<NodePath, Counts> counts, List<String> names, int[] labels, List<Route> routes) {
    Map<NodePath, long[]> tally = new LinkedHashMap<>();
    counts.keySet().forEach(node -> tally.put(node, new long[3]));
    NodePath root = counts.keySet().iterator().next();
    for (int i = 0; i < labels.length; i++) {
      NodePath node = root;
      for (Route.Step step : routes.get(i).steps()) {
        long[] images = tally.get(node);
        images[0]++;
        if (node.classes().contains(labels[i])) {
          images[1]++;
          images[2] += step.chosen().contains(labels[i]) ? 1 : 0;
        }
        node = node.child(step.chosen());
      }
    }
    List<NodeMeasures> measures = new ArrayList<>();
    tally.forEach(
        (node, images) ->
            measures.add(
                new NodeMeasures(
                    node.id(),
                    node.label(names),
                    images[0],
                    share(images[2], images[1]),
                    images[1] - images[2],
                    counts.get(node))));
    return measures;
  }

  /** For people, a line each. */
  public List<String> text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "test accuracy "
            + accuracy.text(DECIMALS)
            + ", 95 % interval "
            + interval.text(DECIMALS)
            + " (Wilson)"
            + (batchNorm == BatchNorm.FOLDED ? ", batch norm folded" : ""));
    TextTable byClass = new TextTable("class", "recall", "precision", "most often taken for");
    for (ClassMeasures measures : classes) {
      byClass.row(
          measures.name(),
          measures.recall().map(recall -> recall.text(DECIMALS)).orElse("no image"),
          measures.precision().map(precision -> precision.text(DECIMALS)).orElse("never given"),
          measures.mistakenFor().orElse(""));
    }
    lines.addAll(byClass.lines());
    TextTable byNode =
        new TextTable("node", "images", "accuracy", "lost", "parameters", "MAC", "bytes");
    for (NodeMeasures node : nodes) {
      byNode.row(
          node.classes(),
          Long.toString(node.reached()),
          node.accuracy().map(share -> share.text(DECIMALS)).orElse("none of its own"),
          Long.toString(node.lost()),
          Long.toString(node.counts().parameters()),
          Long.toString(node.counts().multiplyAccumulates()),
          Long.toString(node.counts().bytes()));
    }
    lines.addAll(byNode.lines());
    TextTable byWay = new TextTable("an image costs", "parameters", "MAC", "bytes", "of all nodes");
    addWay(byWay, "shortest path", costs.shortest());
    addWay(byWay, "mean path", costs.mean());
    addWay(byWay, "longest path", costs.longest());
    addWay(byWay, "all nodes", costs.all());
    lines.addAll(byWay.lines());
    return lines;
  }

  private void addWay(TextTable table, String name, Counts way) {
    table.row(
        name,
        Long.toString(way.parameters()),
        Long.toString(way.multiplyAccumulates()),
        Long.toString(way.bytes()),
        String.format(
            Locale.ROOT,
            "%.1f %% of its MAC",
            100.0 * way.multiplyAccumulates() / costs.all().multiplyAccumulates()));
  }

  /** The confusion matrix as comma-separated values (RFC 4180): true classes in rows. */
  public String confusionCsv() {
    StringBuilder csv = new StringBuilder();
    csv.append(
        line(Stream.concat(Stream.of("true class"), classNames.stream().map(n -> "given " + n))));
    for (int row = 0; row < confusion.size(); row++) {
      csv.append(
          line(
              Stream.concat(
                  Stream.of(classNames.get(row)),
                  confusion.get(row).stream().map(String::valueOf))));
    }
    return csv.toString();
  }

  private static String line(Stream<String> cells) {
    return cells
            .map(
                cell ->
                    cell.matches("(?s).*[\",\r\n].*")
                        ? '"' + cell.replace("\"", "\"\"") + '"'
                        : cell)
            .collect(Collectors.joining(","))
        + "\r\n";
  }
}
