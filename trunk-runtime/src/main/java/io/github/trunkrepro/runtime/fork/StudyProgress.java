package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.document.Durations;
import io.github.trunkrepro.runtime.sensitivity.StudyPlan;
import io.github.trunkrepro.runtime.sensitivity.StudyRun;
import io.github.trunkrepro.runtime.sensitivity.StudyUnit;
import io.github.trunkrepro.runtime.sensitivity.UnitResult;
import io.github.trunkrepro.runtime.sensitivity.VolatilitySearch;
import io.github.trunkrepro.runtime.training.TrainingListener;
import java.time.Duration;
import java.util.Locale;

/** Tells how far a study is, and about when it ends. */
final class StudyProgress implements StudyRun.Progress {
  private final StudyPlan plan;
  private final TrainingListener events;

  StudyProgress(StudyPlan plan, TrainingListener events) {
    this.plan = plan;
    this.events = events;
  }

  @Override
  public void done(StudyUnit unit, UnitResult result, int finished, Duration elapsed) {
    String what =
        result
            .trained()
            .map(
                trained ->
                    String.format(
                        Locale.ROOT,
                        "%s, %d phases trained, %d reused, %s",
                        trained.run().test().accuracy().text(4),
                        trained.phasesTrained(),
                        trained.phasesReused(),
                        Durations.text(trained.seconds())))
            .orElseGet(() -> "failed: " + result.failure().orElseThrow());
    events.message(
        result.failure().isPresent(),
        "[" + place(finished) + "] " + unit.name() + ": " + what + left(finished, elapsed));
  }

  private String place(int finished) {
    if (plan instanceof VolatilitySearch search) {
      return String.format(
          Locale.ROOT, "%d, %.0f %% of the range known", finished, 100 * search.known());
    }
    return finished + " of " + (finished + plan.left().orElse(0));
  }

  /** Units that wait are taken to last as long as those that are done did on average. */
  private String left(int finished, Duration elapsed) {
    double seconds = elapsed.toMillis() / 1e3;
    if (plan instanceof VolatilitySearch search) {
      double known = search.known();
      return known > 0 && known < 1
          ? "; about " + Durations.text(seconds / known * (1 - known)) + " left"
          : "";
    }
    int units = plan.left().orElse(0);
    return units > 0 ? "; about " + Durations.text(seconds / finished * units) + " left" : "";
  }
}
