package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeNode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftTest {
  private final Baseline baseline = Baseline.from(new Runs().run(), new BigDecimal("0.02"));
  private final Runs now = new Runs();

  private DriftReport compare() {
    return Drift.compare(baseline, now.run());
  }

  @Test
  void theSameRunPasses() {
    assertThat(compare().failed()).isFalse();
    System.out.println(compare().render());
  }

  @Test
  void otherBits() {
    now.bits = "other";
    now.firstEpoch = 2;
    System.out.println(compare().render());
    now.key = "other";
    System.out.println(compare().render());
  }

  @Test
  void otherTree() {
    now.recipe = "other";
    now.platform = "cpu-macos-aarch64";
    now.zeroAndO = 0.2;
    now.tree =
        new ClassTree(
            Runs.NAMES,
            TreeNode.of(
                List.of(TreeNode.leaf(0), TreeNode.leaf(3), TreeNode.flat(ClassSet.of(1, 2)))));
    now.correct = 820;
    System.out.println(compare().render());
  }
}
