package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.sensitivity.VariantResult.Measures;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.GroupingCurve;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reports of studies that nobody ran. */
final class StudySamples {
  private static final List<String> CLASSES = List.of("a|b", "```", "c");

  private StudySamples() {}

  /** Settings in this order: name, label, name, label. */
  static Map<String, String> settings(String... namesAndLabels) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < namesAndLabels.length; i += 2) {
      settings.put(namesAndLabels[i], namesAndLabels[i + 1]);
    }
    return settings;
  }

  static VariantResult variant(Map<String, String> settings, long correct, long images) {
    return variant(settings, "A", correct, images, OptionalDouble.of(2.5));
  }

  static VariantResult variant(
      Map<String, String> settings, String tree, long correct, long images, OptionalDouble margin) {
    return new VariantResult(
        settings.toString(),
        settings,
        "mvn trunk:train",
        Optional.empty(),
        Optional.of(
            new Measures(
                tree,
                Accuracy.of(correct, images),
                List.of(0.5, 1.0, 0.0),
                1234,
                567,
                margin,
                "00ff",
                2,
                1,
                1.5)));
  }

  static VariantResult failed(Map<String, String> settings) {
    return new VariantResult(
        settings.toString(),
        settings,
        "mvn trunk:train",
        Optional.of("loss is \"NaN\",\nin <epoch> 3 | sorry"),
        Optional.empty());
  }

  static StudyReport report(List<VariantResult> variants) {
    return report(Optional.empty(), variants);
  }

  private static StudyReport report(
      Optional<VolatilityResult> volatility, List<VariantResult> variants) {
    ClassTree tree =
        new ClassTree(
            CLASSES, TreeNode.of(List.of(TreeNode.flat(ClassSet.of(0, 1)), TreeNode.leaf(2))));
    return new StudyReport(
        StudyReport.VERSION,
        "batch*size",
        "recipe_1.yaml",
        "12ab",
        "cpu-linux-x86_64-avx2",
        List.of(
            new StudyTree("A", tree, 2, 2, 1, 1, 0),
            new StudyTree("B", ClassTree.flat(CLASSES), 1, 1, 1, 0, 1)),
        volatility,
        variants,
        StudyStatistics.groups(variants),
        StudyStatistics.comparisons(variants),
        StudyStatistics.sources(variants),
        List.of(
            new GateResult("trees > 1", OptionalDouble.of(2), true),
            new GateResult("margin < 2 SE", OptionalDouble.empty(), true),
            new GateResult("minAccuracy < 50", OptionalDouble.of(80.25), false)));
  }

  /** Two batch sizes over three seeds; all have a result. */
  static StudyReport axes() {
    return report(
        List.of(
            variant(settings("batch", "64", "seed", "1"), 812, 1000),
            variant(settings("batch", "64", "seed", "2"), 820, 1000),
            variant(settings("batch", "64", "seed", "3"), 815, 1000),
            variant(settings("batch", "128", "seed", "1"), "B", 802, 1000, OptionalDouble.empty()),
            variant(settings("batch", "128", "seed", "2"), 822, 1000),
            variant(settings("batch", "128", "seed", "3"), 805, 1000)));
  }

  /** The same, where another has failed. */
  static StudyReport failing() {
    List<VariantResult> variants = new ArrayList<>(axes().variants());
    variants.add(failed(settings("batch", "256, \"big\"", "seed", "1")));
    return report(variants);
  }

  /** A range of grouping volatility in two steps, with a gap between. */
  static StudyReport volatility() {
    GroupingCurve curve =
        new GroupingCurve(3, List.of(new GroupingCurve.Breakpoint(0.75, 0, 1, 0.25, 0.01)));
    return report(
        Optional.of(
            new VolatilityResult(
                0.6,
                1.2,
                List.of(
                    new VolatilityResult.Step(0.6, 0.75, "{gv=0.6}"),
                    new VolatilityResult.Step(0.9, 1.2, "{gv=0.9}")),
                List.of(new VolatilityResult.Gap(0.75, 0.9)),
                List.of(new VolatilityResult.NodeCurve("root", "root", CLASSES, 0.88, curve)))),
        List.of(
            variant(settings("gv", "0.6"), 800, 1000),
            variant(settings("gv", "0.9"), "B", 780, 1000, OptionalDouble.of(0.25))));
  }
}
