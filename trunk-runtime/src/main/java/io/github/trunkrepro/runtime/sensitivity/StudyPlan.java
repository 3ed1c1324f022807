package io.github.trunkrepro.runtime.sensitivity;

import java.util.Optional;
import java.util.OptionalInt;

/** Which units a study consists of; for some studies results say what comes next. */
public interface StudyPlan {

  /** A unit that can begin now; empty when there is none, or none before another has finished. */
  Optional<StudyUnit> next();

  /** Takes the result of a unit. */
  void finished(StudyUnit unit, UnitResult result);

  /** Number of units that have not begun; empty where that is not known. */
  OptionalInt left();
}
