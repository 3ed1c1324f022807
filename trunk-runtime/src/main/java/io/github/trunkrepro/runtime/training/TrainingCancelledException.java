package io.github.trunkrepro.runtime.training;

/** A training stopped because another node failed; the other's failure is the one to report. */
final class TrainingCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
