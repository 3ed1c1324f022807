package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.sensitivity.UnitExecutor;
import io.github.trunkrepro.runtime.sensitivity.UnitResult;
import io.github.trunkrepro.runtime.training.PhaseExecutor;
import io.github.trunkrepro.runtime.training.TrainingListener;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does units in this process: their nodes share as many threads as nodes may train at a time. */
final class LocalUnits implements UnitExecutor {
  private final UnitTraining training;
  private final Function<StudyUnit, TrainingListener> listeners;
  private final Function<StudyUnit, Optional<PhaseExecutor>> elsewhere;
  private final int slots;
  private final ExecutorService nodes;
  private final ExecutorService units;

  /**
   * An executor.
   *
   * @param slots how many nodes train at a time, of however many units
   * @param listeners hear of the units' training
   * @param elsewhere who trains a unit's phases; empty to train them in this process
   */
  LocalUnits(
      UnitTraining training,
      int slots,
      Function<StudyUnit, TrainingListener> listeners,
      Function<StudyUnit, Optional<PhaseExecutor>> elsewhere) {
    this.training = training;
    this.listeners = listeners;
    this.elsewhere = elsewhere;
    this.slots = slots;
    this.nodes = Executors.newFixedThreadPool(slots);
    this.units = Executors.newFixedThreadPool(slots);
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public void submit(StudyUnit unit, Consumer<UnitResult> done) {
    units.execute(() -> done.accept(train(unit)));
  }

  private UnitResult train(StudyUnit unit) {
    try {
      return UnitResult.of(
          training.train(unit, nodes, listeners.apply(unit), elsewhere.apply(unit)));
    } catch (UserException e) {
      return UnitResult.failed(e.getMessage());
    } catch (RuntimeException | Error e) {
      e.printStackTrace();
      return UnitResult.failed(e + "; the log has its stack trace");
    }
  }

  @Override
  public void close() {
    units.shutdownNow();
    nodes.shutdownNow();
  }
}
