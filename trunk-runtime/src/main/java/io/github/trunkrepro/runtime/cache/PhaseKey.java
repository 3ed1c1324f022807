package io.github.trunkrepro.runtime.cache;

import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.recipe.NodeHyperparameters;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeDigest;
import io.github.trunkrepro.runtime.recipe.ValidationSpec;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.NodePath;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The key of a trained phase, and of the likelihoods taken from it: SHA-256 over all that can
 * change its bits, and nothing else. Grouping volatility is not in it: it acts only through the
 * groups. Ancestors count by the digests of their weights, not by how those came about.
 */
public final class PhaseKey {
  /** To be raised by every change of the code that changes bits for the same inputs. */
  private static final int VERSION = 2;

  private final Recipe recipe;
  private final Images images;
  private final String platformKey;

  /** What a key knows of the images: {@code Dataset}'s digests, and the classes by index. */
  public record Images(String trainDigest, String testDigest, List<String> classNames) {}

  /** The keys of one recipe, on these images and this platform. */
  public PhaseKey(Recipe recipe, Images images, String platformKey) {
    this.recipe = recipe;
    this.images = images;
    this.platformKey = platformKey;
  }

  /**
   * Key of the weights that a phase will give.
   *
   * @param outputs the classes behind each output, in the order of the outputs
   * @param ancestorDigests of the ancestors' weights, the root's first
   */
  public String of(
      NodePath node, Phase phase, List<ClassSet> outputs, List<String> ancestorDigests) {
    List<String> names = node.classes().names(images.classNames());
    NodeHyperparameters hyperparameters = recipe.hyperparameters(node.isRoot(), names);
    Map<String, Object> inputs = common(ancestorDigests);
    ValidationSpec validation = recipe.validation();
    inputs.put("kind", "phase");
    inputs.put("node", node.id());
    inputs.put("phase", phase.label());
    inputs.put("outputs", outputs.stream().map(ClassSet::toString).toList());
    inputs.put("backbone", RecipeDigest.canonical(recipe.network().of(node.isRoot(), names)));
    inputs.put(
        "hyperparameters",
        RecipeDigest.canonical(
            phase == Phase.CLASS ? hyperparameters.classPhase() : hyperparameters.groupingPhase()));
    inputs.put("train.transform", RecipeDigest.canonical(recipe.train().transform()));
    inputs.put("train.batchSize", recipe.train().batchSize());
    inputs.put("train.shuffle", recipe.train().shuffle());
    if (validation.from() == ValidationSpec.From.TEST) {
      inputs.put("validation.images", images.testDigest());
    }
    inputs.put("validation.transform", RecipeDigest.canonical(validation.split().transform()));
    inputs.put("validation.batchSize", validation.split().batchSize());
    return digest(inputs);
  }

  /** Key of the likelihoods that weights with this digest give. */
  public String ofLikelihoods(NodePath node, String weightsDigest, List<String> ancestorDigests) {
    Map<String, Object> inputs = common(ancestorDigests);
    inputs.put("kind", "likelihoods");
    inputs.put("classNames", images.classNames());
    inputs.put("node", node.id());
    inputs.put("weights", weightsDigest);
    inputs.put("transform", RecipeDigest.canonical(recipe.test().transform()));
    inputs.put("mode", recipe.averageSoftmax().name());
    inputs.put("batchSize", recipe.train().batchSize());
    return digest(inputs);
  }

  private Map<String, Object> common(List<String> ancestorDigests) {
    Map<String, Object> inputs = new TreeMap<>();
    inputs.put("version", VERSION);
    inputs.put("seed", recipe.seed());
    recipe.random().ifPresent(seeds -> inputs.put("random", RecipeDigest.canonical(seeds)));
    inputs.put("train", images.trainDigest());
    if (recipe.validation().from() == ValidationSpec.From.TRAIN) {
      // What is taken out for validation is not trained on.
      inputs.put("validation.fraction", recipe.validation().fraction());
    }
    inputs.put("ancestors", ancestorDigests);
    inputs.put("platform", platformKey);
    return inputs;
  }

  private static String digest(Map<String, Object> inputs) {
    return CanonicalJson.digest(inputs);
  }
}
