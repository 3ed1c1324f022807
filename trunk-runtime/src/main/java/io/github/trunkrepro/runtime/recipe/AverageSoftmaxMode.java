package io.github.trunkrepro.runtime.recipe;

/** Mode of batch norm and dropout while the average softmax likelihoods are taken. */
public enum AverageSoftmaxMode {
  /** Running statistics, no dropout. */
  EVALUATION,
  /** Batch statistics and dropout, as the authors' code does. */
  TRAINING
}
