package io.github.trunkrepro.runtime.training;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * Does units of work elsewhere: in another process, or on another machine. It shares no memory and
 * no clock with who asks for them; files go in and come out.
 */
public interface PhaseExecutor {

  /**
   * Trains a phase. Called from several threads, for independent phases; each waits for its own.
   *
   * @param result takes the folder of a node cache that has the phase under its key: weights,
   *     record of the epochs, digests of both; it is gone afterwards
   * @throws io.github.trunkrepro.runtime.document.UserException when the phase could not be trained
   */
  <T> T train(PhaseUnit unit, Function<Path, T> result);
}
