package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.dataset.DataFile;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.manifest.DataRecord;
import io.github.trunkrepro.runtime.manifest.Environment;
import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.manifest.Evaluation;
import io.github.trunkrepro.runtime.manifest.Likelihoods;
import io.github.trunkrepro.runtime.manifest.Likelihoods.PairLikelihood;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.NodeRecord;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.manifest.Provenance;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.recipe.AverageSoftmaxMode;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Runs of as many classes as a page is to show: pairs of classes are groups, a last one is alone.
 */
final class RunReports {
  private static final int IMAGES = 40;

  private final List<String> names;
  private final Random random = new Random(3);
  private final ClassTree tree;

  private RunReports(List<String> names) {
    this.names = names;
    List<TreeNode> groups = new ArrayList<>();
    for (int i = 0; i + 1 < names.size(); i += 2) {
      groups.add(TreeNode.flat(ClassSet.of(i, i + 1)));
    }
    if (names.size() % 2 == 1) {
      groups.add(TreeNode.leaf(names.size() - 1));
    }
    this.tree = new ClassTree(names, TreeNode.of(groups));
  }

  /** A run of classes with these names. */
  static Manifest run(List<String> names) {
    return new RunReports(names).manifest();
  }

  private Manifest manifest() {
    return Manifest.of(
        new Provenance(Optional.of("c0ffee"), List.of("pom.xml"), "2026-11-23T10:00:00Z"),
        new Reproducible(
            42,
            digest("recipe"),
            new DataRecord(
                List.of(new DataFile("train.gz", 12345, digest("train.gz"))),
                digest("data"),
                names.stream().map(n -> new DataRecord.ClassCount(n, 90, 10, IMAGES)).toList()),
            tree,
            tree.nodes().keySet().stream().map(this::node).toList(),
            Evaluation.of(names, confusion()),
            true,
            AverageSoftmaxMode.EVALUATION,
            new DeterminismSpec(
                DeterminismSpec.Tier.BITWISE, 2, DeterminismSpec.Instructions.PORTABLE)),
        new Environment(
            "cpu-linux-x86_64-avx2",
            "host",
            "Linux 6.1 amd64",
            "Debian 17.0.15",
            Map.of("djl", "0.36.0", "pytorch", "2.7.1"),
            List.of(new Environment.Library("libtorch.so", digest("lib"), "native.jar")),
            2,
            1L << 34,
            "2026-11-23T10:00:00Z",
            12.5,
            List.of(
                new Environment.PhaseSpeed(tree.rootPath().id(), Phase.CLASS, 250.5, 1.25, 0.0123)),
            new Environment.Bits(DeterminismSpec.Tier.BITWISE, "trained twice"),
            Optional.empty(),
            Map.of()));
  }

  private long[][] confusion() {
    long[][] confusion = new long[names.size()][names.size()];
    for (int i = 0; i < names.size(); i++) {
      confusion[i][i] = IMAGES;
      for (int wrong = random.nextInt(9); wrong > 0; wrong--) {
        confusion[i][i]--;
        confusion[i][random.nextInt(names.size())]++;
      }
    }
    return confusion;
  }

  private NodeRecord node(NodePath path) {
    TreeNode node = tree.node(path).orElseThrow();
    List<Phase> phases =
        node.isFlat() ? List.of(Phase.CLASS) : List.of(Phase.CLASS, Phase.GROUPING);
    return new NodeRecord(
        path.id(),
        path.classes().names(names),
        phases.stream().map(phase -> phase(path, phase)).toList(),
        node.children().stream().map(child -> child.classes().names(names)).toList(),
        false,
        path.isRoot()
            ? Optional.of(
                new Likelihoods(
                    names.size(),
                    1.2,
                    0.3,
                    List.of(new PairLikelihood(names.get(0), names.get(1), 0.31234, 90, 0.001))))
            : Optional.empty(),
        1000 + random.nextInt(5000),
        20000 + random.nextInt(5000));
  }

  private PhaseRecord phase(NodePath path, Phase phase) {
    String name = path.id() + phase;
    return new PhaseRecord(
        phase,
        digest("key" + name),
        digest("weights" + name),
        7,
        IntStream.rangeClosed(1, 8)
            .mapToObj(
                epoch ->
                    new EpochRecord(
                        epoch,
                        (1 + random.nextDouble()) / epoch,
                        Accuracy.of(300 + 10 * epoch + random.nextInt(20), 400),
                        0.002 / epoch,
                        digest(name + epoch)))
            .toList());
  }

  private static String digest(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
