package io.github.trunkrepro.runtime.engine;

import java.util.Map;
import java.util.Optional;

/**
 * Which PyTorch is to be started, and what it is to compute on.
 *
 * @param device what computes
 * @param installed the PyTorch that stands on the machine; empty: that of the dependencies
 * @param variables environment variables that the process gets besides those that {@link
 *     EngineEnvironment} sets, by name
 */
public record EngineSpec(
    DeviceChoice device, Optional<InstalledPyTorch> installed, Map<String, String> variables) {

  /** The CPU, with the libraries of the dependencies. */
  public static final EngineSpec DEFAULT =
      new EngineSpec(DeviceChoice.CPU, Optional.empty(), Map.of());

  /** A specification with a copy of the map. */
  public EngineSpec {
    variables = Map.copyOf(variables);
  }

  /** What computes. */
  public enum DeviceChoice {
    CPU,
    /** The first GPU that CUDA shows; an error without one. */
    CUDA,
    /** CUDA where there is some: another machine, other bits. */
    AUTO
  }

  /** The same, computing on whatever there is. */
  public EngineSpec onAnyDevice() {
    return new EngineSpec(DeviceChoice.AUTO, installed, variables);
  }
}
