package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.sensitivity.Comparison;
import io.github.trunkrepro.runtime.sensitivity.GateResult;
import io.github.trunkrepro.runtime.sensitivity.GroupSummary;
import io.github.trunkrepro.runtime.sensitivity.StudyReport;
import io.github.trunkrepro.runtime.sensitivity.StudyTree;
import io.github.trunkrepro.runtime.sensitivity.VarianceSource;
import io.github.trunkrepro.runtime.sensitivity.VariantResult;
import io.github.trunkrepro.runtime.sensitivity.VariantResult.Measures;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult.Gap;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult.NodeCurve;
import io.github.trunkrepro.runtime.sensitivity.VolatilityResult.Step;
import io.github.trunkrepro.runtime.tree.AverageSoftmax;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.GroupingCurve;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Reports as studies might write them; made up, the same each time. */
public final class StudyReports {
  /** Classes like those of the built-in strokes. */
  public static final List<String> STROKES =
      List.of(
          "ring",
          "ring, open",
          "cross",
          "cross, turned",
          "bar",
          "bar, tilted",
          "bar, steep",
          "angle",
          "angle, wide",
          "arc",
          "wave",
          "dot");

  private static final String DIGEST =
      "3f1c0d8e5b7a4692c1e8d7f6a5b4c3d2e1f00918273645546372819acbdefede";
  private static final int IMAGES = 2400;
  private static final int STEPS = 20;

  /** Which tree each step has, and the accuracy in correct images. */
  private static final int[] TREES = {0, 0, 1, 2, 1, 1, 3, 3, 2, 3, 4, 3, 4, 4, 5, 4, 5, 5, 6, 6};

  private StudyReports() {}

  /** Names {@code c0}, {@code c1}, ... */
  public static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "c" + i).toList();
  }

  /** Grouping volatility: 7 trees in 20 steps, one of them failed, and a gap. */
  public static StudyReport volatility(List<String> classNames) {
    SplittableRandom random = new SplittableRandom(7);
    List<ClassTree> trees = trees(classNames, random);
    List<Step> steps = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    List<VariantResult> variants = new ArrayList<>();
    double from = 0.6;
    for (int i = 0; i < STEPS; i++) {
      double to =
          i == STEPS - 1 ? 1.2 : from + (i % 5 == 0 ? 0.002 : 0.032) * random.nextDouble(0.7, 1.2);
      if (i == 9) {
        gaps.add(new Gap(from, to + 0.02));
        from = to + 0.02;
        to = from + 0.03;
      }
      String name = "gv-" + i;
      double value = (from + to) / 2;
      steps.add(new Step(from, to, name));
      int tree = Math.min(TREES[i], trees.size() - 1);
      variants.add(
          variant(
              name,
              Map.of("grouping volatility", String.valueOf(Math.round(value * 10000) / 10000.0)),
              i == 13
                  ? Optional.empty()
                  : Optional.of(
                      measures(
                          letter(tree),
                          2150 - 22 * tree + random.nextInt(40),
                          classNames,
                          random))));
      from = to;
    }
    List<GroupSummary> groups = new ArrayList<>();
    for (VariantResult variant : variants) {
      variant.measures().ifPresent(found -> groups.add(alone(variant, found)));
    }
    return new StudyReport(
        StudyReport.VERSION,
        "gv",
        "src/trunk/experiment.yaml",
        DIGEST,
        "cpu-x86_64-pytorch-2.7.1-avx2-2-threads",
        studyTrees(trees, variants),
        Optional.of(new VolatilityResult(0.6, 1.2, steps, gaps, curves(trees.get(0), random))),
        variants,
        groups,
        List.of(),
        List.of(),
        List.of(
            new GateResult("accuracySpread > 2.0", OptionalDouble.of(6.0416), true),
            new GateResult("trees > 10", OptionalDouble.of(trees.size()), false)));
  }

  /** Three settings over six seeds. */
  public static StudyReport seeds() {
    SplittableRandom random = new SplittableRandom(8);
    List<ClassTree> trees = trees(STROKES, random).subList(0, 3);
    List<String> networks = List.of("batch norm", "layer norm", "none");
    List<VariantResult> variants = new ArrayList<>();
    List<GroupSummary> groups = new ArrayList<>();
    for (int n = 0; n < networks.size(); n++) {
      List<Double> accuracies = new ArrayList<>();
      Map<String, Integer> counts = new LinkedHashMap<>();
      for (int seed = 0; seed < 6; seed++) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("network", networks.get(n));
        settings.put("batch size", "128");
        settings.put("seed", String.valueOf(seed));
        String tree = letter((seed + n) % 4 == 0 ? n : 0);
        Measures found = measures(tree, 2160 - 35 * n + random.nextInt(60), STROKES, random);
        variants.add(variant(networks.get(n) + "-" + seed, settings, Optional.of(found)));
        accuracies.add(found.test().value().doubleValue());
        counts.merge(tree, 1, Integer::sum);
      }
      double mean = accuracies.stream().mapToDouble(a -> a).average().orElseThrow();
      groups.add(
          new GroupSummary(
              group(networks.get(n)),
              6,
              mean,
              OptionalDouble.of(0.00812 + n * 0.001),
              OptionalDouble.of(mean - 0.0085),
              OptionalDouble.of(mean + 0.0085),
              Collections.min(accuracies),
              Collections.max(accuracies),
              counts));
    }
    return new StudyReport(
        StudyReport.VERSION,
        "norms",
        "src/trunk/experiment.yaml",
        DIGEST,
        "cpu-x86_64-pytorch-2.7.1-avx2-2-threads",
        studyTrees(trees, variants),
        Optional.empty(),
        variants,
        groups,
        List.of(
            comparison(networks.get(0), networks.get(1), -0.0146, 0.03125),
            comparison(networks.get(0), networks.get(2), -0.0291, 0.0625),
            comparison(networks.get(1), networks.get(2), -0.0145, 0.00004321)),
        List.of(
            new VarianceSource(
                "network",
                2,
                0.00254,
                0.6213,
                OptionalDouble.of(11.37),
                OptionalDouble.of(0.00267)),
            new VarianceSource(
                "seed", 5, 0.000432, 0.1057, OptionalDouble.of(0.7739), OptionalDouble.of(0.5893)),
            new VarianceSource(
                "residual", 10, 0.001116, 0.273, OptionalDouble.empty(), OptionalDouble.empty())),
        List.of(new GateResult("margin < 2", OptionalDouble.of(3.25), false)));
  }

  private static Map<String, String> group(String network) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("network", network);
    settings.put("batch size", "128");
    return settings;
  }

  private static Comparison comparison(String first, String second, double difference, double p) {
    return new Comparison(
        group(first),
        group(second),
        6,
        difference,
        difference - 0.0093,
        difference + 0.0093,
        OptionalDouble.of(-1.645),
        p,
        Math.min(1, 3 * p),
        OptionalDouble.of(0.0123),
        OptionalDouble.of(0.0369));
  }

  private static GroupSummary alone(VariantResult variant, Measures found) {
    double accuracy = found.test().value().doubleValue();
    OptionalDouble none = OptionalDouble.empty();
    return new GroupSummary(
        variant.settings(),
        1,
        accuracy,
        none,
        none,
        none,
        accuracy,
        accuracy,
        Map.of(found.tree(), 1));
  }

  private static VariantResult variant(
      String name, Map<String, String> settings, Optional<Measures> measures) {
    return new VariantResult(
        name,
        settings,
        "mvn trunk:train -Dtrunk.recipe=target/trunk/sensitivity/" + name + "/experiment.yaml",
        measures.isPresent()
            ? Optional.empty()
            : Optional.of(
                "the loss of epoch 3 is NaN (class phase of {ring, arc})\nlower lr <= 0.05 & \"try\" again"),
        measures);
  }

  private static Measures measures(
      String tree, int correct, List<String> classNames, SplittableRandom random) {
    return new Measures(
        tree,
        Accuracy.of(correct, IMAGES),
        classNames.stream().map(name -> random.nextInt(120, 200) / 200.0).toList(),
        123_456 + random.nextInt(9_000_000),
        1_234_567 + random.nextInt(1000),
        OptionalDouble.of(random.nextDouble(0.02, 9)),
        DIGEST,
        random.nextInt(9),
        random.nextInt(4),
        random.nextDouble(4, 1800));
  }

  private static List<StudyTree> studyTrees(List<ClassTree> trees, List<VariantResult> variants) {
    IntFunction<StudyTree> named =
        i ->
            new StudyTree(
                letter(i),
                trees.get(i),
                trees.get(i).depth(),
                trees.get(i).nodes().size(),
                (int)
                    variants.stream()
                        .flatMap(variant -> variant.measures().stream())
                        .filter(found -> found.tree().equals(letter(i)))
                        .count(),
                i == 0 ? 1 : 0.913 / i,
                2 * i);
    return IntStream.range(0, trees.size()).mapToObj(named).toList();
  }

  private static String letter(int tree) {
    return String.valueOf((char) ('A' + tree));
  }

  /** Different trees, from deep ones to the flat one. */
  private static List<ClassTree> trees(List<String> classNames, SplittableRandom random) {
    GroupingCurve root = GroupingCurve.of(likelihoods(classNames, random));
    List<ClassTree> trees = new ArrayList<>();
    for (int size = 5; size > 0; size--) {
      double value =
          root.breakpoints().get(root.breakpoints().size() * (6 - size) / 6).groupingVolatility();
      add(trees, classNames, root.groups(value), 2);
      add(trees, classNames, root.groups(value), 9);
    }
    ClassTree flat = ClassTree.flat(classNames);
    List<ClassTree> some = new ArrayList<>(trees.subList(0, Math.min(6, trees.size())));
    some.remove(flat);
    some.add(flat);
    return some;
  }

  /** A tree of these groups, if it is none of those; large groups are split once more. */
  private static void add(
      List<ClassTree> trees, List<String> classNames, List<List<Integer>> groups, int large) {
    if (groups.size() > 1) {
      ClassTree tree =
          new ClassTree(
              classNames, TreeNode.of(groups.stream().map(group -> node(group, large)).toList()));
      if (!trees.contains(tree)) {
        trees.add(tree);
      }
    }
  }

  private static TreeNode node(List<Integer> classes, int large) {
    if (classes.size() <= large) {
      return TreeNode.flat(ClassSet.of(classes));
    }
    int half = (classes.size() + 1) / 2;
    return TreeNode.of(
        List.of(
            node(classes.subList(0, half), large),
            TreeNode.flat(ClassSet.of(classes.subList(half, classes.size())))));
  }

  private static List<NodeCurve> curves(ClassTree tree, SplittableRandom random) {
    List<String> names = tree.classNames();
    return tree.nodes().keySet().stream()
        .map(
            path ->
                new NodeCurve(
                    path.id(),
                    path.label(names),
                    path.classes().names(names),
                    0.93,
                    GroupingCurve.of(likelihoods(path.classes().names(names), random))))
        .toList();
  }

  /** Each class is taken for a few others, the more the nearer they are. */
  private static AverageSoftmax likelihoods(List<String> classes, SplittableRandom random) {
    AverageSoftmax.Builder builder = AverageSoftmax.builder(classes);
    int k = classes.size();
    for (int i = 0; i < k; i++) {
      int near = random.nextInt(k);
      for (int image = 0; image < 60; image++) {
        float[] softmax = new float[k];
        double share = random.nextDouble(0.2, 1.1) / k;
        softmax[near] += (float) share;
        softmax[(i + 1) % k] += (float) (0.6 * share);
        float rest = 0;
        for (float value : softmax) {
          rest += value;
        }
        softmax[i] += 1 - rest;
        builder.add(i, softmax);
      }
    }
    return builder.build();
  }
}
