package io.github.trunkrepro.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.recipe.AverageSoftmaxMode;
import io.github.trunkrepro.runtime.recipe.ClassSetOverride;
import io.github.trunkrepro.runtime.recipe.RandomSeeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTrainerTest {
  @TempDir Path folder;

  @Test
  void twoTrainingsGiveTheSameBits() {
    TrainedTree first = new Experiments().train(folder.resolve("a"));
    TrainedTree second = new Experiments().train(folder.resolve("b"));

    assertThat(first.nodes()).hasSizeGreaterThan(1);
    assertThat(digests(second)).isEqualTo(digests(first));
    assertThat(second.tree()).isEqualTo(first.tree());
  }

  @Test
  void anotherSeedGivesOtherBits() {
    Experiments other = new Experiments();
    other.seed = 8;

    assertThat(digests(other.train(folder.resolve("b"))))
        .isNotEqualTo(digests(new Experiments().train(folder.resolve("a"))));
  }

  @Test
  void bitsDoNotDependOnLoaderThreadsOrOnNodesSideBySide() {
    Experiments one = new Experiments();
    one.numWorkers = 1;
    Experiments many = new Experiments();
    many.numWorkers = 8;
    many.parallelNodes = 3;

    assertThat(digests(many.train(folder.resolve("b"))))
        .isEqualTo(digests(one.train(folder.resolve("a"))));
  }

  @Test
  void bitsDoNotDependOnTheRoomForFeatureMaps() {
    Map<String, String> expected = digests(new Experiments().train(folder.resolve("full")));
    Experiments tiny = new Experiments();
    tiny.features = new FeatureCache(100_000, Optional.of(folder.resolve("spill")));
    Experiments off = new Experiments();
    off.features = new FeatureCache(0, Optional.empty());

    assertThat(digests(tiny.train(folder.resolve("tiny")))).isEqualTo(expected);
    assertThat(digests(off.train(folder.resolve("off")))).isEqualTo(expected);
  }

  @Test
  void augmentedImagesGiveTheSameBitsTwice() {
    Experiments first = new Experiments();
    first.augmented = true;
    Experiments second = new Experiments();
    second.augmented = true;
    second.numWorkers = 1;

    assertThat(digests(second.train(folder.resolve("b"))))
        .isEqualTo(digests(first.train(folder.resolve("a"))))
        .isNotEqualTo(digests(new Experiments().train(folder.resolve("c"))));
  }

  /** Each kind of random number has a seed of its own, and the recipe's seed stands for all. */
  @Test
  void eachRandomStreamCanBeVariedAlone() {
    Experiments plain = new Experiments();
    Map<String, String> weights = digests(plain.train(folder.resolve("a")));
    Experiments same = new Experiments();
    same.random = Optional.of(new RandomSeeds(plain.seed, plain.seed, plain.seed, plain.seed));
    assertThat(digests(same.train(folder.resolve("b")))).isEqualTo(weights);
    Experiments initialization = new Experiments();
    initialization.random = Optional.of(new RandomSeeds(8, plain.seed, plain.seed, plain.seed));
    assertThat(digests(initialization.train(folder.resolve("c"))).values())
        .doesNotContainAnyElementsOf(weights.values());
    Experiments shuffle = new Experiments();
    shuffle.random = Optional.of(new RandomSeeds(plain.seed, 8, plain.seed, plain.seed));
    assertThat(digests(shuffle.train(folder.resolve("d"))).values())
        .doesNotContainAnyElementsOf(weights.values());
    // Nothing is augmented here.
    Experiments augmentation = new Experiments();
    augmentation.random = Optional.of(new RandomSeeds(plain.seed, plain.seed, 8, plain.seed));
    assertThat(digests(augmentation.train(folder.resolve("e")))).isEqualTo(weights);
  }

  @Test
  void looksUpWhatIsTrainedAndWhatIsNext() {
    Experiments experiments = new Experiments();
    assertThat(experiments.lookUp(folder).phases())
        .singleElement()
        .satisfies(
            phase -> {
              assertThat(phase.node()).isEqualTo("root");
              assertThat(phase.trained()).isFalse();
              assertThat(phase.work()).isPositive();
            });
    TrainedTree tree = experiments.train(folder);
    TreeLookup.Found found = experiments.lookUp(folder);
    assertThat(found.complete()).isTrue();
    assertThat(found.phases()).hasSize(tree.timings().size());
    assertThat(found.phases()).allSatisfy(phase -> assertThat(phase.seconds()).isPositive());
    assertThat(found.likelihoods()).hasSize(tree.nodes().size());
  }

  @Test
  void nothingIsTrainedTwiceFromOneCache() {
    Experiments first = new Experiments();
    TrainedTree trained = first.train(folder);
    Experiments second = new Experiments();
    TrainedTree reused = second.train(folder);

    assertThat(first.reused).isEmpty();
    assertThat(second.trained).isEmpty();
    assertThat(second.reused).hasSameSizeAs(first.trained);
    assertThat(digests(reused)).isEqualTo(digests(trained));
  }

  @Test
  void anotherGroupingVolatilityLeavesTheClassPhaseAlone() {
    new Experiments().train(folder);
    Experiments flat = new Experiments();
    flat.groupingVolatility = 1e9;
    TrainedTree tree = flat.train(folder);

    assertThat(flat.trained).isEmpty();
    assertThat(flat.reused).containsExactly("root class");
    assertThat(tree.nodes()).hasSize(1);
    assertThat(tree.nodes().get(0).oneGroup()).isFalse();
  }

  @Test
  void classesInOneGroupGiveAFlatNodeAndAWarning() {
    Experiments oneGroup = new Experiments();
    oneGroup.groupingVolatility = 1e-9;
    TrainedTree tree = oneGroup.train(folder);

    assertThat(tree.nodes()).hasSize(1);
    assertThat(tree.nodes().get(0).oneGroup()).isTrue();
    assertThat(tree.nodes().get(0).outputs()).allMatch(output -> output.size() == 1);
    assertThat(oneGroup.warnings).singleElement().asString().contains("root", "one group", "flat");
  }

  @Test
  void aGivenTreeTrainsTheSameWeightsWithoutTheClassPhases() {
    TrainedTree found = new Experiments().train(folder.resolve("found"));
    Experiments given = new Experiments();
    given.givenTree = Optional.of(found.tree());
    TrainedTree again = given.train(folder.resolve("given"));

    assertThat(again.tree()).isEqualTo(found.tree());
    assertThat(again.nodes())
        .extracting(TrainedNode::weightsDigest)
        .isEqualTo(found.nodes().stream().map(TrainedNode::weightsDigest).toList());
    assertThat(given.trained).doesNotContain("root class").contains("root grouping");
  }

  @Test
  void averageSoftmaxInTrainingModeIsAnotherMatrixFromTheSameWeights() {
    TrainedTree evaluation = new Experiments().train(folder);
    Experiments training = new Experiments();
    training.averageSoftmax = AverageSoftmaxMode.TRAINING;
    TrainedTree other = training.train(folder);

    assertThat(training.reused).contains("root class");
    assertThat(other.nodes().get(0).likelihoods())
        .isPresent()
        .isNotEqualTo(evaluation.nodes().get(0).likelihoods());
  }

  @Test
  void verifyingTrainsOnceMoreAndThenNeverAgain() {
    Experiments first = new Experiments();
    TrainedTree trained = first.train(folder);
    Experiments second = verifying();
    TrainedTree verified = second.train(folder);
    Experiments third = verifying();
    TrainedTree reused = third.train(folder);

    assertThat(trained.timings()).noneMatch(PhaseTiming::proven);
    assertThat(second.trained).hasSameElementsAs(first.trained);
    assertThat(verified.timings()).allMatch(PhaseTiming::proven);
    assertThat(third.trained).isEmpty();
    assertThat(reused.timings()).allMatch(PhaseTiming::proven);
  }

  @Test
  void weightsThatAnotherTrainingGaveTooAreProven() {
    TrainedTree first = new Experiments().train(folder.resolve("a"));
    Experiments second = new Experiments();
    second.knownWeights = weightsByKey(first);
    Experiments third = verifying();

    assertThat(second.train(folder.resolve("b")).timings()).allMatch(PhaseTiming::proven);
    third.train(folder.resolve("b"));
    assertThat(third.trained).isEmpty();
  }

  @Test
  void verifyingNamesTheFirstEpochThatDiffers() throws IOException {
    new Experiments().train(folder);
    forgeFirstEpochOfEveryPhase();

    assertThatThrownBy(() -> verifying().train(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("different bits")
        .hasMessageContaining("node root, class phase, epoch 1");
  }

  @Test
  void aDamagedEntryIsMovedAsideAndTrainedAgain() throws IOException {
    TrainedTree trained = new Experiments().train(folder);
    for (Path weights : files("weights.safetensors")) {
      byte[] bytes = Files.readAllBytes(weights);
      bytes[bytes.length - 1] ^= 1;
      Files.write(weights, bytes);
    }
    Experiments again = new Experiments();

    assertThat(digests(again.train(folder))).isEqualTo(digests(trained));
    assertThat(again.reused).isEmpty();
    assertThat(again.warnings)
        .filteredOn(text -> text.contains("weights.safetensors") && text.contains("is damaged"))
        .hasSameSizeAs(again.trained);
    try (Stream<Path> entries = Files.list(folder.resolve("nodes"))) {
      assertThat(entries.filter(entry -> entry.getFileName().toString().startsWith("damaged-")))
          .hasSameSizeAs(again.trained);
    }
  }

  @Test
  void aLossThatIsNotFiniteStopsWithNodeEpochAndBatch() {
    Experiments diverging = new Experiments();
    diverging.learningRate = 1e38;

    assertThatThrownBy(() -> diverging.train(folder))
        .isInstanceOf(UserException.class)
        .hasMessageMatching("(?s).*node root, class phase, epoch 1, batch \\d+.*learning rate.*");
  }

  @Test
  void otherTestImagesTrainNothingAgain() {
    new Experiments().train(folder);
    Experiments other = new Experiments();
    other.testPerClass = 7;
    other.train(folder);

    assertThat(other.trained).isEmpty();
  }

  @Test
  void aBatchOfOneImageIsRefusedWhereBatchNormCannotTakeIt() {
    Experiments single = new Experiments();
    single.batchSize = 7;
    single.pointFeatures = true;

    // 12 classes of 24 training images each, in batches of 7: the last has one.
    assertThatThrownBy(() -> single.train(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "node root, class phase", "288 images, batch_size 7", "layer features.1", "batch_size");
  }

  @Test
  void anOverrideTrainsItsNodeAloneDifferently() {
    TrainedTree plain = new Experiments().train(folder);
    TrainedNode child = plain.nodes().get(1);
    Experiments other = new Experiments();
    Experiments longer = new Experiments();
    longer.epochs = 3;
    List<String> names = child.path().classes().names(other.dataset().classNames());
    other.overrides =
        List.of(
            new ClassSetOverride(
                names.stream().sorted().toList(), longer.hyperparameters(), "recipe:1:1"));
    other.train(folder);

    assertThat(other.reused).contains("root class", "root grouping");
    assertThat(other.trained).isNotEmpty().allMatch(name -> !name.startsWith("root"));
  }

  private static Map<String, String> weightsByKey(TrainedTree tree) {
    Map<String, String> weights = new TreeMap<>();
    for (TrainedNode node : tree.nodes()) {
      node.phases().forEach(phase -> weights.put(phase.key(), phase.weightsDigest()));
    }
    return weights;
  }

  private static Experiments verifying() {
    Experiments experiment = new Experiments();
    experiment.verify = true;
    return experiment;
  }

  private void forgeFirstEpochOfEveryPhase() throws IOException {
    for (Path record : files("phase.json")) {
      String json = Files.readString(record, StandardCharsets.UTF_8);
      String forged = json.replaceFirst("\"loss\":[0-9.eE-]+", "\"loss\":0.125");
      Files.writeString(record, forged, StandardCharsets.UTF_8);
      Path digests = record.resolveSibling("digests.json");
      Files.writeString(
          digests,
          Files.readString(digests, StandardCharsets.UTF_8)
              .replaceFirst(
                  "(\"phase.json\":\")[0-9a-f]+",
                  "$1" + io.github.trunkrepro.runtime.document.Digests.sha256(record)),
          StandardCharsets.UTF_8);
    }
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().equals(name)).toList();
    }
  }

  /** Digest of every epoch of every phase of every node. */
  private static Map<String, String> digests(TrainedTree tree) {
    Map<String, String> digests = new TreeMap<>();
    for (TrainedNode node : tree.nodes()) {
      node.phases()
          .forEach(
              phase ->
                  phase
                      .epochs()
                      .forEach(
                          epoch ->
                              digests.put(
                                  node.path().id() + " " + phase.phase() + " " + epoch.epoch(),
                                  epoch.weightsDigest())));
    }
    return digests;
  }
}
