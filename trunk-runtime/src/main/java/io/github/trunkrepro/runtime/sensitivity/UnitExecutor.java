package io.github.trunkrepro.runtime.sensitivity;

import java.util.function.Consumer;

/**
 * Trains and evaluates a study's variants. That phases which two of them have in common are trained
 * once is up to the node cache; where phases are trained, to a {@code PhaseExecutor}.
 */
public interface UnitExecutor extends AutoCloseable {

  /** How many variants are worth to be under way at a time. */
  int slots();

  /**
   * Begins a variant.
   *
   * @param done takes the result, once, in whatever thread; what went wrong is in it
   */
  void submit(StudyUnit unit, Consumer<UnitResult> done);

  @Override
  void close();
}
