package io.github.trunkrepro.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.optimization.LrSchedulerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interruptedAfterEveryEpochItEndsWithTheSameBits(boolean momentum) {
    Experiments whole = tree();
    whole.momentum = momentum;
    TrainedTree expected = whole.train(folder.resolve("whole"));
    int runs = 0;
    Experiments part;
    do {
      part = tree();
      part.momentum = momentum;
      part.interruptAfter = 1;
      runs++;
    } while (isInterrupted(part) && runs <= whole.epochsTrained);

    assertThat(runs).isEqualTo(whole.epochsTrained + 1);
    assertThat(part.train(cache()).nodes())
        .extracting(TrainedNode::phases)
        .isEqualTo(expected.nodes().stream().map(TrainedNode::phases).toList());
    assertThat(checkpoints()).isEmpty();
  }

  @Test
  void aScheduleThatRemembersGoesOnWithWhatItSaw() {
    // Every epoch is worse than the best by this threshold, so that the rate falls in each.
    LrSchedulerSpec plateau =
        new LrSchedulerSpec.ReduceLrOnPlateau(true, 0.5, 0, 1.0, false, 0, 0, 0);
    Experiments whole = experiment();
    whole.schedule = Optional.of(plateau);
    List<EpochRecord> expected = epochs(whole.train(folder.resolve("whole")));
    assertThat(expected).extracting(EpochRecord::learningRate).containsExactly(0.002, 0.002, 0.001);
    Experiments first = experiment();
    first.schedule = Optional.of(plateau);
    first.interruptAfter = 2;
    assertThatThrownBy(() -> first.train(cache())).isInstanceOf(Experiments.Interruption.class);
    Experiments second = experiment();
    second.schedule = Optional.of(plateau);
    assertThat(epochs(second.train(cache()))).isEqualTo(expected);
  }

  private static List<EpochRecord> epochs(TrainedTree tree) {
    return tree.nodes().get(0).phases().get(0).epochs();
  }

  @Test
  void saysAfterWhichEpochItGoesOn() {
    Experiments first = experiment();
    first.interruptAfter = 2;
    assertThatThrownBy(() -> first.train(cache())).isInstanceOf(Experiments.Interruption.class);
    Experiments second = experiment();
    second.train(cache());

    assertThat(second.messages).anyMatch(line -> line.contains("root, class phase: goes on after"));
    assertThat(second.messages.get(0)).contains("epoch 2 of 3");
  }

  @Test
  void anotherRecipeDoesNotGoOnWhereThisOneWas() {
    Experiments first = experiment();
    first.interruptAfter = 2;
    assertThatThrownBy(() -> first.train(cache())).isInstanceOf(Experiments.Interruption.class);
    Experiments other = experiment();
    other.learningRate = 0.003;
    other.train(cache());

    assertThat(other.messages).isEmpty();
  }

  @Test
  void aSecondTrainingForProofDoesNotGoOnWhereTheFirstWas() {
    experiment().train(cache());
    Experiments again = experiment();
    again.verify = true;
    again.interruptAfter = 2;
    assertThatThrownBy(() -> again.train(cache())).isInstanceOf(Experiments.Interruption.class);
    assertThat(checkpoints())
        .singleElement()
        .extracting(file -> file.getFileName().toString())
        .asString()
        .endsWith("-again.safetensors");
    Experiments last = experiment();
    last.verify = true;
    TrainedTree proven = last.train(cache());

    assertThat(proven.timings()).allMatch(PhaseTiming::proven);
    assertThat(last.messages.get(0)).contains("goes on after epoch 2");
    assertThat(checkpoints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 300, -1})
  void aDamagedCheckpointIsMovedAsideAndThePhaseTrainedFromTheStart(int at) throws IOException {
    Experiments first = experiment();
    first.interruptAfter = 2;
    assertThatThrownBy(() -> first.train(cache())).isInstanceOf(Experiments.Interruption.class);
    Path file = checkpoints().get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[at < 0 ? bytes.length + at : at] ^= 4;
    Files.write(file, bytes);
    Experiments second = experiment();

    assertSameAsWhole(second, file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 200, 5000})
  void aTruncatedCheckpointIsMovedAsideToo(int length) throws IOException {
    Experiments first = experiment();
    first.interruptAfter = 2;
    assertThatThrownBy(() -> first.train(cache())).isInstanceOf(Experiments.Interruption.class);
    Path file = checkpoints().get(0);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));

    assertSameAsWhole(experiment(), file);
  }

  private void assertSameAsWhole(Experiments resumed, Path damaged) {
    TrainedTree tree = resumed.train(cache());
    assertThat(resumed.warnings).singleElement().asString().contains(damaged.toString(), "damaged");
    assertThat(damaged.resolveSibling("damaged-" + damaged.getFileName())).exists();
    assertThat(tree.nodes())
        .extracting(TrainedNode::phases)
        .isEqualTo(
            experiment().train(folder.resolve("whole")).nodes().stream()
                .map(TrainedNode::phases)
                .toList());
  }

  private boolean isInterrupted(Experiments experiment) {
    try {
      experiment.train(cache());
      return false;
    } catch (Experiments.Interruption e) {
      return true;
    }
  }

  /** A root and its children, of few images. */
  private static Experiments tree() {
    Experiments experiment = new Experiments();
    experiment.trainPerClass = 10;
    return experiment;
  }

  /** A root alone, in one phase. */
  private static Experiments experiment() {
    Experiments experiment = new Experiments();
    experiment.groupingVolatility = 1e9;
    experiment.epochs = 3;
    experiment.trainPerClass = 10;
    return experiment;
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  private List<Path> checkpoints() {
    try (Stream<Path> files = Files.list(cache().resolve("checkpoints"))) {
      return files.filter(file -> !file.getFileName().toString().startsWith("damaged-")).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
