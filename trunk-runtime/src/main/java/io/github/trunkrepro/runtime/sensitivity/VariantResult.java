package io.github.trunkrepro.runtime.sensitivity;

import io.github.trunkrepro.runtime.manifest.Accuracy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A recipe that a study tried.
 *
 * @param name unique in the study
 * @param settings label of the value on each axis, by the axis' name; {@code seed} for replications
 * @param command that trains this variant alone
 * @param failure why there is no result, as one text
 * @param measures what came out; empty where it failed
 */
public record VariantResult(
    String name,
    Map<String, String> settings,
    String command,
    Optional<String> failure,
    Optional<Measures> measures) {

  /** A result with a copy of the map, in its order. */
  public VariantResult {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * What a trained variant is.
   *
   * @param tree name of the tree, see {@link StudyTree#name}
   * @param test accuracy on the test images, which chose nothing
   * @param perClass accuracy on the test images of each class, 0..1, by class index; NaN never
   * @param parameters trainable values of all networks
   * @param meanPathMacs multiply-accumulates of one image, averaged over the classes' paths
   * @param margin distance of the declared grouping volatility from the nearest breakpoint of any
   *     node, in standard errors; empty where no node was grouped
   * @param weights SHA-256 over the digests of all nodes' weights: equal for the same bits
   * @param phasesTrained phases that were trained for this variant
   * @param phasesReused phases that other variants or earlier runs had trained
   * @param seconds from its start to its end
   */
  public record Measures(
      String tree,
      Accuracy test,
      List<Double> perClass,
      long parameters,
      long meanPathMacs,
      OptionalDouble margin,
      String weights,
      int phasesTrained,
      int phasesReused,
      double seconds) {

    /** Measures with a copy of the list. */
    public Measures {
      perClass = List.copyOf(perClass);
    }
  }
}
