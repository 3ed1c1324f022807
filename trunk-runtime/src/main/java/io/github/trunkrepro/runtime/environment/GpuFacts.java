package io.github.trunkrepro.runtime.environment;

import java.util.List;
import java.util.Optional;

/**
 * What NVIDIA's management library (NVML) tells.
 *
 * @param unavailable why it tells nothing, in words: not installed, an error code, no answer in
 *     time; empty when it told
 * @param driver version of the driver, as in {@code 550.54.15}; empty if nobody told, known without
 *     NVML where the driver's kernel module tells
 * @param cuda newest CUDA version that the driver supports, as in {@code 12.4}
 * @param devices in NVML's order
 */
public record GpuFacts(
    Optional<String> unavailable, String driver, String cuda, List<Gpu> devices) {
  public GpuFacts {
    devices = List.copyOf(devices);
  }

  /** No answer. */
  public static GpuFacts unavailable(String why) {
    return new GpuFacts(Optional.of(why), "", "", List.of());
  }

  /**
   * One processor.
   *
   * @param memory bytes
   * @param computeCapability as in {@code 8.0}
   */
  public record Gpu(String name, long memory, String computeCapability) {}
}
