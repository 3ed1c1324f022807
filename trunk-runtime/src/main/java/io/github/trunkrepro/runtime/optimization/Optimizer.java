package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.github.trunkrepro.runtime.engine.Gradients;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Steps parameters along their gradients with the arithmetic of {@code torch.optim}: what PyTorch
 * computes as Python numbers is computed in double, what it computes on float32 tensors is computed
 * on float32 arrays. DJL's own Adam and its {@code adamUpdate} take the decay rates as floats and
 * add eps before the bias correction, which is another optimizer.
 *
 * <p>All gradients are laid end to end, so that a rule's operators run once a step and not once a
 * parameter; through DJL an operator costs more than its arithmetic on a small array.
 *
 * <p>For one thread. The state lives on a manager below that of the first parameter until {@link
 * #close()}.
 */
public final class Optimizer implements AutoCloseable {
  private final List<NDArray> parameters;
  private final long[] starts;
  private final NDManager manager;
  private final UpdateRule rule;
  private int steps;

  private Optimizer(OptimizerSpec spec, List<NDArray> parameters) {
    this.parameters = parameters;
    manager = parameters.get(0).getManager().newSubManager();
    starts = new long[parameters.size() - 1];
    long size = 0;
    for (int i = 0; i < parameters.size(); i++) {
      if (i > 0) {
        starts[i - 1] = size;
      }
      size += parameters.get(i).size();
    }
    rule = UpdateRule.of(spec, new Shape(size), manager);
  }

  /**
   * An optimizer with a fresh state.
   *
   * @param parameters float32 leaves that require a gradient, at least one; changed in place
   */
  public static Optimizer of(OptimizerSpec spec, Collection<NDArray> parameters) {
    return new Optimizer(spec, List.copyOf(parameters));
  }

  /**
   * Changes every parameter by its gradient; after it this thread records no gradients.
   *
   * @param learningRate of this step, in place of the one in the spec
   */
  public void step(double learningRate) {
    Gradients.disable();
    // Closes every array that is made in it, on whichever manager.
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray gradients = row(NDArray::getGradient);
      NDArray values = rule.needsValues() ? row(parameter -> parameter) : null;
      NDList changes = rule.changes(gradients, values, learningRate, ++steps).split(starts);
      for (int i = 0; i < parameters.size(); i++) {
        NDArray parameter = parameters.get(i);
        parameter.subi(changes.get(i).reshape(parameter.getShape()));
      }
    }
  }

  /**
   * Sets the momentum, or beta1 in its place, of the steps from here on.
   *
   * @throws IllegalStateException when the optimizer has none
   */
  public void setMomentum(double value) {
    rule.setMomentum(value);
  }

  /**
   * What the rule keeps from step to step, all parameters in one row, by PyTorch's names: empty, or
   * such as {@code exp_avg} and {@code exp_avg_sq}. With {@link #steps()} it is all that an
   * interrupted training needs.
   */
  public Map<String, NDArray> state() {
    return rule.state();
  }

  /** Steps taken. */
  public int steps() {
    return steps;
  }

  /** Goes on after so many steps, with the {@link #state()} that was set to what they left. */
  public void continueAfter(int stepsTaken) {
    steps = stepsTaken;
  }

  private NDArray row(UnaryOperator<NDArray> property) {
    NDList pieces = new NDList(parameters.size());
    for (NDArray parameter : parameters) {
      pieces.add(property.apply(parameter).flatten());
    }
    return NDArrays.concat(pieces);
  }

  /** Sets every gradient to zero, for the next backward pass to add to. */
  public void zeroGradients() {
    for (NDArray parameter : parameters) {
      JniUtils.zeroGrad((PtNDArray) parameter);
    }
  }

  /** Frees the state; the parameters stay. */
  @Override
  public void close() {
    manager.close();
  }
}
