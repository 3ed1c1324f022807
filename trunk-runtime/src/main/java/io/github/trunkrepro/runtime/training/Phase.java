package io.github.trunkrepro.runtime.training;

/** The two trainings of a node. */
public enum Phase {
  /** One output per class; gives the average softmax likelihoods. */
  CLASS("class"),
  /** One output per group; gives the weights that route. */
  GROUPING("grouping");

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  /** The name in stream names, keys and manifests. */
  public String label() {
    return label;
  }
}
