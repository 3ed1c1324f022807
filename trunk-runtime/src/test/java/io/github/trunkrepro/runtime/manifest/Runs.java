package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.dataset.DataFile;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import io.github.trunkrepro.runtime.manifest.DataRecord.ClassCount;
import io.github.trunkrepro.runtime.manifest.Likelihoods.PairLikelihood;
import io.github.trunkrepro.runtime.recipe.AverageSoftmaxMode;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A run of four classes, {0, O} and {1, I}, of which a test changes what it is about. */
public final class Runs {
  public static final String LINUX = "cpu-linux-x86_64-avx2";
  static final List<String> NAMES = List.of("0", "1", "I", "O");

  public String platform = LINUX;
  public String recipe = "recipe";
  String data = "data";
  public long correct = 845;
  public String bits = "bits";
  String key = "key";
  int firstEpoch = 1;
  double zeroAndO = 0.31234;
  long validationCorrect = 30;
  long parameters = 1000;
  boolean timed;
  double seconds = 1.25;
  Optional<Double> latency = Optional.empty();
  ClassTree tree = tree(ClassSet.of(0, 3), ClassSet.of(1, 2));

  static ClassTree tree(ClassSet... groups) {
    return new ClassTree(NAMES, TreeNode.of(Stream.of(groups).map(TreeNode::flat).toList()));
  }

  public Manifest run() {
    return Manifest.of(
        new Provenance(Optional.of("c0ffee"), List.of("pom.xml"), "2026-11-23T10:00:00Z"),
        new Reproducible(
            42,
            digest(recipe),
            new DataRecord(
                List.of(new DataFile("train.gz", 123, digest("train.gz"))),
                digest(data),
                NAMES.stream().map(name -> new ClassCount(name, 90, 10, 250)).toList()),
            tree,
            tree.nodes().keySet().stream().map(this::node).toList(),
            Evaluation.of(
                NAMES,
                new long[][] {
                  {correct - 600, 0, 0, 850 - correct},
                  {0, 200, 50, 0},
                  {0, 50, 200, 0},
                  {50, 0, 0, 200}
                }),
            false,
            AverageSoftmaxMode.EVALUATION,
            new DeterminismSpec(
                DeterminismSpec.Tier.BITWISE, 2, DeterminismSpec.Instructions.PORTABLE)),
        new Environment(
            platform,
            "host",
            "Linux 6.1 amd64",
            "Debian 17.0.15",
            Map.of("djl", "0.36.0"),
            List.of(new Environment.Library("libtorch.so", digest("lib"), "native.jar")),
            2,
            1L << 34,
            "2026-11-23T10:00:00Z",
            12.5,
            speeds(),
            new Environment.Bits(DeterminismSpec.Tier.BITWISE, "trained twice"),
            latency.map(ratio -> new Environment.Latency(2 * ratio, 2, ratio)),
            Map.of()));
  }

  /** Of the first phase alone, or of all four. */
  private List<Environment.PhaseSpeed> speeds() {
    return Collections.nCopies(
        timed ? 4 : 1, new Environment.PhaseSpeed("0,1,2,3", Phase.CLASS, 250.5, seconds, 0.01));
  }

  private NodeRecord node(NodePath path) {
    TreeNode node = tree.node(path).orElseThrow();
    List<Phase> phases =
        node.isFlat() ? List.of(Phase.CLASS) : List.of(Phase.CLASS, Phase.GROUPING);
    return new NodeRecord(
        path.id(),
        path.classes().names(NAMES),
        phases.stream().map(phase -> phase(path, phase)).toList(),
        node.children().stream().map(child -> child.classes().names(NAMES)).toList(),
        false,
        path.isRoot()
            ? Optional.of(
                new Likelihoods(
                    4,
                    1.2,
                    0.3,
                    Stream.of(
                            new PairLikelihood("0", "O", zeroAndO, 90, 0.001),
                            new PairLikelihood("1", "I", 0.41, 90, 0.001),
                            new PairLikelihood("I", "O", 0.2901, 90, 0.001))
                        .filter(pair -> !Double.isNaN(pair.value()))
                        .toList()))
            : Optional.empty(),
        parameters,
        20000);
  }

  private PhaseRecord phase(NodePath path, Phase phase) {
    String name = path.id() + phase;
    return new PhaseRecord(
        phase,
        digest(key + name),
        digest(bits + name),
        2,
        IntStream.rangeClosed(1, 3)
            .mapToObj(
                epoch ->
                    new EpochRecord(
                        epoch,
                        1.0 / epoch,
                        Accuracy.of(validationCorrect + epoch, 40),
                        0.002,
                        digest((epoch < firstEpoch ? "bits" : bits) + name + epoch)))
            .toList());
  }

  private static String digest(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
