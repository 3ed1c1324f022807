package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.manifest.Finding.Verdict;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeDifference;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {
  private final Baseline baseline = Baseline.from(new Runs().run(), new BigDecimal("0.02"));
  private final Runs now = new Runs();

  private DriftReport compare() {
    return Drift.compare(baseline, now.run());
  }

  @Test
  void theSameRunPasses() {
    assertThat(compare().failed()).isFalse();
    assertThat(compare().render())
        .isEqualTo(
            """
            The run is as the baseline.
            Gate: bit for bit, because platform cpu-linux-x86_64-avx2 is in the baseline.

            what                 baseline                now                     allowed
            -------------------  ----------------------  ----------------------  -------------  --
            test accuracy        0.8450 (845/1000)       0.8450 (845/1000)       +/- 0.02       ok
            tree                 3 inner nodes, depth 2  3 inner nodes, depth 2  the same tree  ok
            weights              4 phases                all equal               equal bits     ok
            identity of the run  %1$s            %1$s            equal          ok
            """
                .formatted(new Runs().run().identity().substring(0, 12)));
  }

  @Test
  void otherBitsOnAKnownPlatformFail() {
    now.bits = "other";
    now.firstEpoch = 2;
    assertThat(compare().failed()).isTrue();
    assertThat(masked(compare().render()))
        .isEqualTo(
            """
            The run has drifted from the baseline.
            Gate: bit for bit, because platform cpu-linux-x86_64-avx2 is in the baseline.

            what                      baseline                now                         allowed
            ------------------------  ----------------------  --------------------------  -------------  -----
            test accuracy             0.8450 (845/1000)       0.8450 (845/1000)           +/- 0.02       ok
            tree                      3 inner nodes, depth 2  3 inner nodes, depth 2      the same tree  ok
            weights                   4 phases                4 differ                    equal bits     DRIFT
              class phase of root     ############            ############, from epoch 2  equal          DRIFT
              grouping phase of root  ############            ############, from epoch 2  equal          DRIFT
              class phase of {0, O}   ############            ############, from epoch 2  equal          DRIFT
              class phase of {1, I}   ############            ############, from epoch 2  equal          DRIFT
            identity of the run       ############            ############                equal          DRIFT

            Recipe, data, engine and settings are those of the baseline, the bits are not: training did not repeat itself.

            Average softmax likelihoods that crossed the threshold (!) or are near it:
              node  pair  baseline        now             threshold
              ----  ----  --------------  --------------  ---------
              root  I O   0.29010 apart   0.29010 apart   0.30000
              root  0 O   0.31234 joined  0.31234 joined  0.30000

            To let what drifted pass for a while: mvn trunk:accept-drift -Dtrunk.difference=all -Dtrunk.reason="WHY"
            To accept this run as the baseline: mvn trunk:baseline
            """);
  }

  @Test
  void anotherKeyIsNamedAsTheCause() {
    now.bits = "other";
    now.key = "other";
    assertThat(compare().causes())
        .containsExactly(
            "Recipe and data are those of the baseline, the phases' keys are not:"
                + " the engine, its settings or trunk itself have changed.");
  }

  @Test
  void otherTreeAndAccuracyFailOnAnyPlatform() {
    now.recipe = "other";
    now.platform = "cpu-macos-aarch64";
    now.zeroAndO = 0.2;
    now.tree =
        new ClassTree(
            Runs.NAMES,
            TreeNode.of(
                List.of(TreeNode.leaf(0), TreeNode.leaf(3), TreeNode.flat(ClassSet.of(1, 2)))));
    now.correct = 820;
    assertThat(masked(compare().render()))
        .isEqualTo(
            """
            The run has drifted from the baseline.
            Gate: the tolerance decides, because platform cpu-macos-aarch64 is not in the baseline (there: cpu-linux-x86_64-avx2).

            what           baseline                now                     allowed
            -------------  ----------------------  ----------------------  -------------  -----
            recipe         ############            ############            (a cause)
            test accuracy  0.8450 (845/1000)       0.8200 (820/1000)       +/- 0.02       DRIFT
            tree           3 inner nodes, depth 2  2 inner nodes, depth 2  the same tree  DRIFT

            The recipe has changed since the baseline was made.

            gone:  {0, O}, now 0 | O

            baseline                                                now
            root                                                    root
              {0, O}                                              <
              {1, I}                                                  {1, I}
                                                                  >   0, O

            Average softmax likelihoods that crossed the threshold (!) or are near it:
               node  pair  baseline        now            threshold
            -  ----  ----  --------------  -------------  ---------
            !  root  0 O   0.31234 joined  0.20000 apart  0.30000
               root  I O   0.29010 apart   0.29010 apart  0.30000

            To let what drifted pass for a while: mvn trunk:accept-drift -Dtrunk.difference=all -Dtrunk.reason="WHY"
            To accept this run as the baseline: mvn trunk:baseline
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "0.02, 825, false", "0.02, 824, true", "0.02, 846, false", "0.002, 847, false",
    "0.002, 848, true", "0, 845, false", "0, 846, true", "0.0010000001, 846, false",
    "0.0009999999, 846, true"
  })
  void toleranceIsExactInBothDirections(String tolerance, long correct, boolean fails) {
    now.platform = "elsewhere";
    now.correct = correct;
    DriftReport report =
        Drift.compare(Baseline.from(new Runs().run(), new BigDecimal(tolerance)), now.run());
    assertThat(report.failed()).isEqualTo(fails);
    assertThat(report.findings().get(0).allowed()).isEqualTo("+/- " + tolerance);
  }

  @Test
  void otherBitsElsewhereAreAllowed() {
    now.platform = "elsewhere";
    now.bits = "other";
    now.recipe = "other";
    now.data = "other";
    assertThat(compare().failed()).isFalse();
    assertThat(compare().findings())
        .filteredOn(finding -> finding.verdict() == Verdict.NOTE)
        .extracting(Finding::what)
        .containsExactly("recipe", "data");
  }

  @Test
  void changedRecipeFailsOnAKnownPlatformEvenWithTheSameWeights() {
    now.recipe = "other";
    assertThat(compare().findings())
        .filteredOn(finding -> finding.verdict() == Verdict.DRIFT)
        .extracting(Finding::what)
        .containsExactly("identity of the run");
  }

  @Test
  void phasesThatAreMissingOrNewAreNamed() {
    now.tree = ClassTree.flat(Runs.NAMES);
    assertThat(compare().findings())
        .filteredOn(finding -> finding.now().equals("not trained"))
        .extracting(Finding::what)
        .containsExactly(
            "  grouping phase of root", "  class phase of {0, O}", "  class phase of {1, I}");
    Runs grouped = new Runs();
    assertThat(Drift.compare(Baseline.from(now.run(), BigDecimal.ONE), grouped.run()).findings())
        .filteredOn(finding -> finding.baseline().equals("not trained"))
        .extracting(Finding::what)
        .containsExactly(
            "  grouping phase of root", "  class phase of {0, O}", "  class phase of {1, I}");
  }

  @Test
  void aReportIsBounded() {
    List<String> names = IntStream.range(0, 94).mapToObj(i -> "a class named " + i).toList();
    List<TreeNode> even = new ArrayList<>();
    List<TreeNode> odd = new ArrayList<>(List.of(TreeNode.leaf(0), TreeNode.leaf(93)));
    for (int i = 0; i < 94; i += 2) {
      even.add(TreeNode.flat(ClassSet.of(i, i + 1)));
      if (i < 92) {
        odd.add(TreeNode.flat(ClassSet.of(i + 1, i + 2)));
      }
    }
    TreeDifference trees =
        TreeDifference.between(
            new ClassTree(names, TreeNode.of(even)), new ClassTree(names, TreeNode.of(odd)));
    PairDrift pair = new PairDrift("root", "a b", "0.1 apart", "0.2 joined", 0.15, true, 0.1);
    DriftReport report =
        new DriftReport(
            "bit for bit",
            List.of(new Finding("tree", "x".repeat(500), "y", "z", Verdict.DRIFT, List.of("tree"))),
            List.of(),
            Optional.of(trees),
            Collections.nCopies(1000, pair));
    assertThat(report.render().lines().count()).isLessThan(90);
    assertThat(report.render().lines()).allMatch(line -> line.length() <= 110);
    assertThat(report.render())
        .contains("... and 83 more changes", "... and 988 more pairs")
        .endsWith("\nTo accept this run as the baseline: mvn trunk:baseline\n");
  }

  private static String masked(String text) {
    return text.replaceAll("\\b[0-9a-f]{12}\\b", "#".repeat(12));
  }
}
