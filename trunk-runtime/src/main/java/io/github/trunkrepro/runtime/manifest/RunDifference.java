package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.ReadableJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How two results differ and where they part, {@code diff.json}.
 *
 * @param a name of the one result
 * @param b name of the other
 * @param inputs what differs before training: recipe, data, environment, code, in this order
 * @param cause in words: the one input that can have parted the results, or that it is unknown
 * @param parting the first phase whose bits differ; empty when no phase of both differs
 * @param pairs of classes that the one tree joins and the other does not
 * @param treeChanges clusters of one tree alone, in words
 * @param robinsonFoulds distance of the trees
 * @param classes whose accuracy differs, the largest difference first
 * @param weights empty when nobody looked at the files of the results
 * @param predictions empty likewise
 */
public record RunDifference(
    String a,
    String b,
    List<Input> inputs,
    String cause,
    Optional<Parting> parting,
    List<Crossing> pairs,
    List<String> treeChanges,
    List<String> treesSideBySide,
    int robinsonFoulds,
    Accuracy accuracyA,
    Accuracy accuracyB,
    List<ClassChange> classes,
    Optional<WeightChanges> weights,
    Optional<PredictionChanges> predictions) {

  /** A difference with copies of the lists. */
  public RunDifference {
    inputs = List.copyOf(inputs);
    pairs = List.copyOf(pairs);
    treeChanges = List.copyOf(treeChanges);
    treesSideBySide = List.copyOf(treesSideBySide);
    classes = List.copyOf(classes);
  }

  /** Where an input belongs; in the order in which inputs are told. */
  public enum Area {
    RECIPE,
    DATA,
    ENVIRONMENT,
    CODE
  }

  /**
   * Something that was not the same before training.
   *
   * @param what name of the line, file or version
   * @param candidate whether it can change bits; others only stand beside them
   */
  public record Input(Area area, String what, String a, String b, boolean candidate) {}

  /**
   * The first phase whose bits differ.
   *
   * @param node as it is shown
   * @param epoch the first after which the weights differ, from 1; empty when those of all common
   *     epochs are equal and another epoch was kept
   * @param sameKey whether all that the phase's key knows was equal
   */
  public record Parting(String node, Phase phase, Optional<Integer> epoch, boolean sameKey) {}

  /**
   * A pair of classes on different sides of the grouping threshold.
   *
   * @param a likelihood less threshold in standard errors, above 0 when the pair is joined; empty
   *     where the likelihood was too low to be stored
   * @param b the same of the other result
   */
  public record Crossing(
      String node, String first, String second, Optional<Double> a, Optional<Double> b) {}

  /** A class whose accuracy differs; {@code change} is that of B less that of A. */
  public record ClassChange(String name, Accuracy a, Accuracy b, BigDecimal change) {}

  /**
   * How far weights are from each other.
   *
   * @param summary in words, or why they are not compared
   * @param tensors furthest apart in the first nodes that differ, node by node, the furthest first
   */
  public record WeightChanges(String summary, List<TensorChange> tensors) {

    /** Changes with a copy of the list. */
    public WeightChanges {
      tensors = List.copyOf(tensors);
    }
  }

  /**
   * A tensor that differs.
   *
   * @param relative Euclidean norm of the difference over that of A; empty where A is zero, or a
   *     value is not finite
   * @param largest difference of two values; empty where a value is not finite
   */
  public record TensorChange(
      String node, String tensor, Optional<Double> relative, Optional<Double> largest) {}

  /**
   * The test images of which the results say something else.
   *
   * @param summary in words, or why they are not compared
   */
  public record PredictionChanges(String summary, List<PredictionChange> images) {

    /** Changes with a copy of the list. */
    public PredictionChanges {
      images = List.copyOf(images);
    }
  }

  /**
   * A test image of which the results say something else.
   *
   * @param image its place in the test set, from 0
   * @param label name of its class
   */
  public record PredictionChange(int image, String label, String a, String b) {}

  /** Writes the difference whole or not at all. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }
}
