package io.github.trunkrepro.runtime.optimization;

/** Loss over a batch, mean reduction. */
public enum LossSpec {
  /** On logits, as {@code torch.nn.CrossEntropyLoss}. */
  CROSS_ENTROPY,
  /** On log-probabilities, as {@code torch.nn.NLLLoss}: the network must end in log-softmax. */
  NLL
}
