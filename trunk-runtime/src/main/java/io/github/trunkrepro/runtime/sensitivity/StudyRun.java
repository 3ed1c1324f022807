package io.github.trunkrepro.runtime.sensitivity;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Does the units of a plan, as many at a time as the executor takes, within a budget. */
public final class StudyRun {
  private final StudyPlan plan;
  private final UnitExecutor executor;
  private final StudySpec.Budget budget;
  private final Progress progress;
  private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
  private final Map<StudyUnit, UnitResult> results = new LinkedHashMap<>();
  private final Instant start = Instant.now();
  private int begun;

  private record Done(StudyUnit unit, UnitResult result) {}

  /** Hears of every unit that is done. */
  public interface Progress {

    /**
     * A unit is done.
     *
     * @param finished number of units that are done, this one included
     * @param elapsed time since the study began
     */
    void done(StudyUnit unit, UnitResult result, int finished, Duration elapsed);
  }

  /** A run of a plan. */
  public StudyRun(
      StudyPlan plan, UnitExecutor executor, StudySpec.Budget budget, Progress progress) {
    this.plan = plan;
    this.executor = executor;
    this.budget = budget;
    this.progress = progress;
  }

  /** Results by unit, in the order in which they were finished. */
  public Map<StudyUnit, UnitResult> run() throws InterruptedException {
    int underWay = begin(0);
    while (underWay > 0) {
      Done next = done.take();
      underWay--;
      results.put(next.unit(), next.result());
      plan.finished(next.unit(), next.result());
      progress.done(next.unit(), next.result(), results.size(), elapsed());
      underWay = begin(underWay);
    }
    return results;
  }

  /** Begins what there is room for; gives the number of units that are under way. */
  private int begin(int before) {
    int underWay = before;
    while (underWay < executor.slots() && withinBudget()) {
      Optional<StudyUnit> unit = plan.next();
      if (unit.isEmpty()) {
        break;
      }
      begun++;
      underWay++;
      StudyUnit next = unit.get();
      executor.submit(next, result -> done.add(new Done(next, result)));
    }
    return underWay;
  }

  private boolean withinBudget() {
    return begun < budget.variants().orElse(Integer.MAX_VALUE)
        && elapsed().toMillis() < budget.minutes().orElse(Double.MAX_VALUE) * 60_000;
  }

  private Duration elapsed() {
    return Duration.between(start, Instant.now());
  }
}
