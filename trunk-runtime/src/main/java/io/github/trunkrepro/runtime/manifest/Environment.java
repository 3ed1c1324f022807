package io.github.trunkrepro.runtime.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.trunkrepro.runtime.engine.DeterminismSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how a run was made: recorded, never part of its identity.
 *
 * @param platform platform key: runs with the same key are expected to have the same bits
 * @param os name, version and architecture
 * @param java vendor and version
 * @param versions by name: DJL, PyTorch, trunk
 * @param natives libraries of the engine that were loaded
 * @param cores that the process could use
 * @param memoryBytes of the machine
 * @param start ISO 8601 in UTC
 * @param speeds of what was trained; nothing for phases from the node cache
 * @param bits what is known of the run's bits
 * @param latency of the trained tree; empty where nobody asked for it
 * @param more whatever else is worth keeping
 */
public record Environment(
    String platform,
    String host,
    String os,
    String java,
    Map<String, String> versions,
    List<Library> natives,
    int cores,
    long memoryBytes,
    String start,
    double seconds,
    List<PhaseSpeed> speeds,
    Bits bits,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Latency> latency,
    Map<String, String> more) {

  /** An environment with copies of the collections. */
  public Environment {
    versions = Map.copyOf(versions);
    natives = List.copyOf(natives);
    speeds = List.copyOf(speeds);
    more = Map.copyOf(more);
  }

  /**
   * A native library.
   *
   * @param jar file name of the jar that it came from
   */
  public record Library(String name, String sha256, String jar) {}

  /**
   * How fast a phase was trained.
   *
   * @param node {@link NodeRecord#id}
   * @param imagesPerSecond in training steps alone
   * @param seconds validation included
   * @param waitedShare share of the training steps' time in which the trainer waited for a batch
   */
  public record PhaseSpeed(
      String node, Phase phase, double imagesPerSecond, double seconds, double waitedShare) {}

  /**
   * The tier that was measured, not promised.
   *
   * @param how in words: trained twice, or compared with what
   */
  public record Bits(DeterminismSpec.Tier measured, String how) {}

  /**
   * How long one test image took alone, from transformed pixels in memory to the class, and how
   * long the same process took meanwhile for one convolution of a fixed size. Milliseconds are a
   * machine's; their ratio is the tree's.
   *
   * @param milliseconds mean of the images, on the path of each
   * @param reference milliseconds of the convolution
   * @param ratio of both, the median over rounds
   */
  public record Latency(double milliseconds, double reference, double ratio) {}
}
