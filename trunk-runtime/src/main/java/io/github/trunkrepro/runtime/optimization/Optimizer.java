package io.github.trunkrepro.runtime.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Steps parameters along their gradients, with PyTorch's arithmetic ({@code torch.optim}, its
 * single-tensor form): what PyTorch computes as Python numbers is computed in double here, what it
 * computes on tensors is computed on tensors. DJL's own Adam adds eps before the bias correction,
 * which is another optimizer.
 *
 * <p>For one thread, which must not be recording gradients.
 */
public abstract class Optimizer implements AutoCloseable {
  private final List<NDArray> parameters;
  private final NDManager manager;
  private int steps;

  Optimizer(Collection<NDArray> parameters) {
    this.parameters = List.copyOf(parameters);
    this.manager = this.parameters.get(0).getManager().newSubManager();
  }

  /** An optimizer of these parameters, at least one, with a state of its own. */
  public static Optimizer of(OptimizerSpec spec, Collection<NDArray> parameters) {
    if (spec instanceof OptimizerSpec.Sgd sgd) {
      return new Sgd(sgd, parameters);
    }
    if (spec instanceof OptimizerSpec.Adam adam) {
      return new Adam(
          adam.beta1(), adam.beta2(), adam.eps(), adam.weightDecay(), false, parameters);
    }
    OptimizerSpec.AdamW adam = (OptimizerSpec.AdamW) spec;
    return new Adam(adam.beta1(), adam.beta2(), adam.eps(), adam.weightDecay(), true, parameters);
  }

  /** Changes every parameter in place by its gradient, at this learning rate. */
  public void step(double learningRate) {
    steps++;
    for (int i = 0; i < parameters.size(); i++) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray gradient = parameters.get(i).getGradient();
        gradient.attach(scope);
        update(i, parameters.get(i), gradient, learningRate, steps);
      }
    }
  }

  /** Sets every gradient to zero, for the next backward pass to add to. */
  public void zeroGradients() {
    for (NDArray parameter : parameters) {
      JniUtils.zeroGrad((PtNDArray) parameter);
    }
  }

  /**
   * Changes one parameter in place.
   *
   * @param gradient on a manager that is closed after the call, as is all that comes from it
   * @param step number of this step, from 1
   */
  abstract void update(
      int index, NDArray parameter, NDArray gradient, double learningRate, int step);

  /** Zeros in the shape of each parameter, kept until the optimizer is closed. */
  final List<NDArray> zeros() {
    List<NDArray> zeros = new ArrayList<>();
    for (NDArray parameter : parameters) {
      zeros.add(manager.zeros(parameter.getShape()));
    }
    return zeros;
  }

  @Override
  public void close() {
    manager.close();
  }
}
