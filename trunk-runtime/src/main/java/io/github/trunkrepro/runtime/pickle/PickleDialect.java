package io.github.trunkrepro.runtime.pickle;

import java.util.List;
import java.util.Optional;

/**
 * What the pickles of one kind of file may name and build. To name, call or build something is to
 * make a value of a closed list of Java classes; nothing is looked up, loaded or run.
 */
public interface PickleDialect {
  /** Names that may stand in the file, module first, for messages. */
  List<String> names();

  /** What stands for one of the names. */
  Optional<Object> named(String name);

  /**
   * The value of a call.
   *
   * @throws PickleException if it is not one that such files make
   */
  Object call(Object callee, List<Object> arguments) throws PickleException;

  /**
   * Gives a value its state.
   *
   * @throws PickleException if such files do not give it that
   */
  void build(Object value, Object state) throws PickleException;

  /**
   * What a persistent id stands for.
   *
   * @throws PickleException if such files have no such id
   */
  Object persistent(Object id) throws PickleException;
}
