package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.engine.EngineSpec;
import io.github.trunkrepro.runtime.manifest.Origin;
import io.github.trunkrepro.runtime.manifest.Provenance;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a launcher asks of a fork. Paths are absolute, as strings, so that the JSON is plain.
 *
 * @param goal what to do
 * @param baseDirectory the project's base directory, against which the recipe's paths are resolved
 * @param recipe the recipe file
 * @param engine which PyTorch computes, and on what
 * @param properties values for the recipe's {@code ${...}} placeholders
 * @param outputDirectory where results are written, usually {@code target/trunk}
 * @param cacheDirectory where trained nodes are kept
 * @param datasetsDirectory where named data sets were fetched to, a folder for each
 * @param parallelNodes independent nodes that are trained side by side; changes no bit
 * @param knownWeights digest of the weights that an earlier training gave, by the phase's key: to
 *     give them again is as good as training twice
 * @param provenance git state, as the launcher saw it
 * @param images image files, for {@link Goal#CLASSIFY}
 * @param study for {@link Goal#STUDY}
 * @param inference how a trained tree is used
 * @param origin where the run comes from, to be recorded beside its manifest
 * @param original the run that is to be done again, whose recipe takes the place of {@code recipe}
 */
public record RunRequest(
    Goal goal,
    String baseDirectory,
    String recipe,
    EngineSpec engine,
    Map<String, String> properties,
    String outputDirectory,
    String cacheDirectory,
    String datasetsDirectory,
    int parallelNodes,
    Map<String, String> knownWeights,
    Optional<Provenance> provenance,
    List<String> images,
    Optional<StudyRequest> study,
    InferenceRequest inference,
    Optional<Origin> origin,
    Optional<Original> original) {

  /** A request for anything but a study, of unknown origin, that measures no speed. */
  public RunRequest(
      Goal goal,
      String baseDirectory,
      String recipe,
      EngineSpec engine,
      Map<String, String> properties,
      String outputDirectory,
      String cacheDirectory,
      String datasetsDirectory,
      int parallelNodes,
      Map<String, String> knownWeights,
      Optional<Provenance> provenance,
      List<String> images) {
    this(
        goal,
        baseDirectory,
        recipe,
        engine,
        properties,
        outputDirectory,
        cacheDirectory,
        datasetsDirectory,
        parallelNodes,
        knownWeights,
        provenance,
        images,
        Optional.empty(),
        InferenceRequest.DEFAULT,
        Optional.empty(),
        Optional.empty());
  }

  /** A request with copies of maps and lists. */
  public RunRequest {
    properties = Map.copyOf(properties);
    knownWeights = Map.copyOf(knownWeights);
    images = List.copyOf(images);
  }

  /** The same with another output folder. */
  RunRequest into(String folder) {
    return changed(goal, folder, study);
  }

  /** The same for another goal. */
  public RunRequest withGoal(Goal other) {
    return changed(other, outputDirectory, study);
  }

  /** The same for a study. */
  public RunRequest with(Goal other, StudyRequest request) {
    return changed(other, outputDirectory, Optional.of(request));
  }

  private RunRequest changed(Goal newGoal, String folder, Optional<StudyRequest> newStudy) {
    return new RunRequest(
        newGoal,
        baseDirectory,
        recipe,
        engine,
        properties,
        folder,
        cacheDirectory,
        datasetsDirectory,
        parallelNodes,
        knownWeights,
        provenance,
        images,
        newStudy,
        inference,
        origin,
        original);
  }

  /**
   * The recipe.
   *
   * @throws io.github.trunkrepro.runtime.document.UserException that lists every mistake in it
   */
  Recipe readRecipe() {
    return original
        .map(Original::readRecipe)
        .orElseGet(() -> RecipeReader.read(Path.of(recipe), Path.of(baseDirectory), properties));
  }

  /** What a fork can do. */
  public enum Goal {
    /** Train the tree, evaluate it on the test set, write {@code manifest.json}. */
    TRAIN,
    /** Train again every phase that was never trained twice, and compare its digests. */
    VERIFY_BITS,
    /** Evaluate the tree in the output directory on the recipe's test set. */
    EVALUATE,
    /** Route image files down the tree in the output directory. */
    CLASSIFY,
    /** Look at this machine, and start the engine to see what it is. */
    PROBE,
    /** Train the variants of a study, and report what depends on what. */
    STUDY,
    /** Train phases of a study's trees, one after the other, as files ask for them. */
    PHASES,
    /** Train the probe network with whatever settings this process has, and time it. */
    TRY
  }
}
