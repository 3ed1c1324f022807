package io.github.trunkrepro.runtime.sensitivity;

import java.util.function.Consumer;

/**
 * Does units of work, here or elsewhere. Units share no memory and no clock; that work which two of
 * them have in common is done once is up to the node cache.
 */
public interface UnitExecutor extends AutoCloseable {

  /** How many units are worth to be under way at a time. */
  int slots();

  /**
   * Begins a unit.
   *
   * @param done takes the result, once, in whatever thread; what went wrong is in it
   */
  void submit(StudyUnit unit, Consumer<UnitResult> done);

  @Override
  void close();
}
