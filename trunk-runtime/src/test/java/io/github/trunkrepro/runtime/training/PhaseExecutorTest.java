package io.github.trunkrepro.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phases that others train, who share files with the training and nothing else. */
class PhaseExecutorTest {
  @TempDir Path folder;

  private Path cache() {
    return folder.resolve("cache");
  }

  /** Trains each unit by a trainer of its own, from the unit's JSON and the cache. */
  private final class Elsewhere implements PhaseExecutor {
    private final List<PhaseUnit> units = Collections.synchronizedList(new ArrayList<>());
    private Consumer<Experiments> difference = experiments -> {};

    @Override
    public <T> T train(PhaseUnit unit, Function<Path, T> result) {
      units.add(unit);
      try {
        Path own = Files.createTempDirectory(folder, "unit-");
        PhaseUnit received = Json.mapper().readValue(CanonicalJson.bytes(unit), PhaseUnit.class);
        assertThat(received).isEqualTo(unit);
        Experiments worker = new Experiments();
        difference.accept(worker);
        worker.train(received, cache(), own.resolve("nodes"));
        T taken = result.apply(own.resolve("nodes"));
        Folders.delete(own);
        return taken;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<PhaseRecord> records(TrainedTree tree) {
    return tree.nodes().stream().flatMap(node -> node.phases().stream()).toList();
  }

  @Test
  void giveTheBitsThatTrainingHereGives() {
    TrainedTree here = new Experiments().train(folder.resolve("other"));
    Elsewhere elsewhere = new Elsewhere();
    Experiments experiments = new Experiments();
    experiments.elsewhere = Optional.of(elsewhere);
    experiments.parallelNodes = 2;
    TrainedTree there = experiments.train(cache());
    assertThat(there.tree()).isEqualTo(here.tree());
    assertThat(records(there)).isEqualTo(records(here));
    assertThat(there.nodes()).hasSizeGreaterThan(2);
    assertThat(elsewhere.units)
        .extracting(PhaseUnit::key)
        .containsExactlyInAnyOrderElementsOf(records(here).stream().map(PhaseRecord::key).toList());
    assertThat(there.timings()).noneMatch(PhaseTiming::reused).allMatch(t -> t.seconds() > 0);
    // Now the cache has them, and nobody is asked.
    elsewhere.units.clear();
    assertThat(records(experiments.train(cache()))).isEqualTo(records(here));
    assertThat(elsewhere.units).isEmpty();
  }

  @Test
  void otherInputsThanThoseOfWhoAskedAreRefused() {
    Elsewhere elsewhere = new Elsewhere();
    elsewhere.difference = worker -> worker.seed = 99;
    Experiments experiments = new Experiments();
    experiments.elsewhere = Optional.of(elsewhere);
    assertThatThrownBy(() -> experiments.train(cache()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("node root, class phase: expected the inputs of key ")
        .hasMessageContaining("recipe, images, cache or platform are others");
    assertThat(elsewhere.units).hasSize(1);
  }
}
