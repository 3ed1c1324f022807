package io.github.trunkrepro.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.manifest.RunDifference.Area;
import io.github.trunkrepro.runtime.manifest.RunDifference.Input;
import io.github.trunkrepro.runtime.manifest.RunDifference.Parting;
import io.github.trunkrepro.runtime.tree.ClassSet;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
  private static RunSide side(Runs runs) {
    return RunSide.of("run", runs.run(), Optional.empty());
  }

  /** A run whose recipe is at hand. */
  private static RunSide side(Runs runs, String recipe) {
    RunSide side = side(runs);
    return new RunSide(
        side.name(),
        side.recipeDigest(),
        Optional.of(
            Json.parse(recipe.getBytes(StandardCharsets.UTF_8), "recipe.json", JsonNode.class)),
        side.settings(),
        side.dataDigest(),
        side.files(),
        side.engine(),
        side.circumstances(),
        side.trunk(),
        side.phases(),
        side.tree(),
        side.likelihoods(),
        side.accuracy(),
        side.perClass());
  }

  private static RunDifference compare(RunSide a, RunSide b) {
    return RunComparison.compare(a, b);
  }

  /** A run that differs in its bits from the second epoch on, because of other keys. */
  private static Runs parted() {
    Runs runs = new Runs();
    runs.key = "other key";
    runs.bits = "other bits";
    runs.firstEpoch = 2;
    return runs;
  }

  @Test
  void aRunIsEqualToItself() {
    RunDifference difference = compare(side(new Runs()), side(new Runs()));
    assertThat(difference.cause()).isEqualTo("The results are equal in all that both record.");
    assertThat(difference.inputs()).isEmpty();
    assertThat(difference.parting()).isEmpty();
    assertThat(difference.robinsonFoulds()).isZero();
  }

  @Test
  void oneChangedLineIsTheCauseAndTheEpochIsTheFirstThatDiffers() {
    Runs changed = parted();
    changed.recipe = "changed recipe";
    RunDifference difference =
        compare(
            side(new Runs(), "{\"train\": {\"lr\": [0.1]}, \"seed\": 1}"),
            side(changed, "{\"train\": {\"lr\": [0.2]}, \"seed\": 1}"));
    assertThat(difference.cause()).isEqualTo("Everything equal but recipe train.lr[0]: 0.1 -> 0.2");
    assertThat(difference.parting())
        .contains(new Parting("root", Phase.CLASS, Optional.of(2), false));
  }

  @Test
  void aLineForRootAndOtherNodesIsOneCause() {
    Runs changed = parted();
    changed.recipe = "changed recipe";
    assertThat(
            compare(
                    side(new Runs(), "{\"general\": {\"epochs\": 2}, \"root\": {\"epochs\": 2}}"),
                    side(changed, "{\"general\": {\"epochs\": 3}, \"root\": {\"epochs\": 3}}"))
                .cause())
        .isEqualTo("Everything equal but recipe root and general: epochs: 2 -> 3");
  }

  @Test
  void whatIsInTheFilesIsTheCauseAndNotWhereTheyLie() {
    Runs changed = parted();
    changed.recipe = "changed recipe";
    changed.data = "changed data";
    assertThat(
            compare(
                    side(new Runs(), "{\"source\": {\"source\": [\"data\"]}}"),
                    side(changed, "{\"source\": {\"source\": [\"moved\"]}}"))
                .cause())
        .startsWith("Everything equal but data digest: ");
  }

  @Test
  void otherThreadsAreOneCauseThoughThePlatformIsNamedByThem() {
    Runs changed = parted();
    changed.recipe = "changed recipe";
    changed.platform = "cpu-linux-x86_64-avx2-2";
    RunDifference difference =
        compare(
            side(new Runs(), "{\"determinism\": {\"threads\": 1}}"),
            side(changed, "{\"determinism\": {\"threads\": 2}}"));
    assertThat(difference.inputs())
        .containsExactly(
            new Input(Area.RECIPE, "determinism.threads", "1", "2", true),
            new Input(Area.ENVIRONMENT, "platform", Runs.LINUX, changed.platform, false));
    assertThat(difference.cause())
        .isEqualTo("Everything equal but recipe determinism.threads: 1 -> 2");
  }

  @Test
  void severalCandidatesAreNotGuessedAmong() {
    Runs changed = parted();
    changed.recipe = "changed recipe";
    changed.data = "changed data";
    // Without the recipe's lines it is not known that the recipe chose other images.
    assertThat(compare(side(new Runs()), side(changed)).cause())
        .isEqualTo("The cause is one or several of 2 inputs that differ.");
  }

  @Test
  void otherBitsOfTheSameInputsHaveNoKnownCause() {
    Runs changed = parted();
    changed.key = new Runs().key;
    RunDifference difference = compare(side(new Runs()), side(changed));
    assertThat(difference.cause()).startsWith("The cause is unknown");
    assertThat(difference.parting())
        .contains(new Parting("root", Phase.CLASS, Optional.of(2), true));
  }

  @Test
  void whatThePhasesKeyDoesNotKnowIsNotBlamedForItsBits() {
    Runs changed = parted();
    changed.key = new Runs().key;
    changed.data = "other test images";
    assertThat(compare(side(new Runs()), side(changed)).cause()).startsWith("The cause is unknown");
  }

  @Test
  void treesPairsAndClassesAreCompared() {
    Runs changed = parted();
    changed.tree = Runs.tree(ClassSet.of(0), ClassSet.of(3), ClassSet.of(1, 2));
    changed.zeroAndO = 0.29;
    changed.correct = 800;
    RunDifference difference = compare(side(new Runs()), side(changed));
    assertThat(difference.robinsonFoulds()).isEqualTo(1);
    assertThat(difference.treeChanges()).containsExactly("gone:  {0, O}, now 0 | O");
    assertThat(difference.pairs())
        .singleElement()
        .satisfies(
            pair -> {
              assertThat(pair.first() + pair.second()).isEqualTo("0O");
              assertThat(pair.a().orElseThrow()).isCloseTo(12.34, within());
              assertThat(pair.b().orElseThrow()).isCloseTo(-10, within());
            });
    assertThat(difference.classes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.name()).isEqualTo("0");
              assertThat(change.change()).isEqualByComparingTo("-0.18");
            });
    assertThat(RunDifferenceText.lines(difference))
        .contains("The bits part in the class phase of root, from epoch 2.")
        .anyMatch(line -> line.contains("+12.3 standard errors"));
    assertThat(RunDifferenceText.markdown(difference)).startsWith("# trunk:diff\n");
  }

  @Test
  void aBaselineIsComparedInWhatItKnows() {
    Manifest run = new Runs().run();
    Baseline baseline = Baseline.from(run, new BigDecimal("0.02"));
    RunDifference same =
        compare(
            RunSide.of("baseline", baseline, Runs.LINUX), RunSide.of("run", run, Optional.empty()));
    assertThat(same.inputs()).isEmpty();
    assertThat(same.cause()).isEqualTo("The results are equal in all that both record.");
    Runs changed = parted();
    changed.recipe = "changed recipe";
    RunDifference other = compare(RunSide.of("baseline", baseline, Runs.LINUX), side(changed));
    assertThat(other.cause()).startsWith("Everything equal but recipe digest: ");
    assertThat(other.parting()).map(Parting::epoch).contains(Optional.of(2));
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }
}
