package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/** What an optimizer computes from gradients, on all parameters as one row of numbers. */
interface UpdateRule {

  /** The rule that a recipe names, its state (rows of this shape) on this manager. */
  static UpdateRule of(OptimizerSpec spec, Shape shape, NDManager manager) {
    if (spec instanceof OptimizerSpec.Sgd sgd) {
      return new Sgd(sgd, shape, manager);
    }
    if (spec instanceof OptimizerSpec.Adam adam) {
      return new Adam(adam, shape, manager);
    }
    if (spec instanceof OptimizerSpec.RmsProp rmsProp) {
      return new RmsProp(rmsProp, shape, manager);
    }
    if (spec instanceof OptimizerSpec.Adagrad adagrad) {
      return new Adagrad(adagrad, shape, manager);
    }
    return new Adam((OptimizerSpec.AdamW) spec, shape, manager);
  }

  /** Sets the momentum, or beta1 in its place, of the steps from here on. */
  void setMomentum(double value);

  /** Whether the changes depend on the parameters' values, which are then given. */
  boolean needsValues();

  /** What is kept from step to step, by PyTorch's names, for a checkpoint to save and load. */
  Map<String, NDArray> state();

  /**
   * What is to be taken off the parameters in the next step; changes the state.
   *
   * @param gradients may be overwritten
   * @param values the parameters; null where the rule does not need them
   * @param step from 1
   */
  NDArray changes(NDArray gradients, NDArray values, double learningRate, int step);
}
