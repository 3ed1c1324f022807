package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.manifest.Phase;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.recipe.PhaseHyperparameters;
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
final class PhaseKey {
  /** To be raised by every change of the code that changes bits for the same inputs. */
  private static final int VERSION = 2;

  private final Recipe recipe;
  private final Dataset dataset;
  private final String platformKey;

  PhaseKey(Recipe recipe, Dataset dataset, String platformKey) {
    this.recipe = recipe;
    this.dataset = dataset;
    this.platformKey = platformKey;
  }

  /** Key of the weights that a task will give. */
  String of(PhaseTask task, List<String> ancestorDigests) {
    return of(
        task.node(),
        task.phase(),
        task.outputs(),
        task.backbone(),
        task.hyperparameters(),
        ancestorDigests);
  }

  /** The same, of what a task has of the recipe. */
  String of(
      NodePath node,
      Phase phase,
      List<ClassSet> outputs,
      BackboneSpec backbone,
      PhaseHyperparameters hyperparameters,
      List<String> ancestorDigests) {
    Map<String, Object> inputs = common(ancestorDigests);
    ValidationSpec validation = recipe.validation();
    inputs.put("kind", "phase");
    inputs.put("node", node.id());
    inputs.put("phase", phase.label());
    inputs.put("outputs", outputs.stream().map(ClassSet::toString).toList());
    inputs.put("backbone", RecipeDigest.canonical(backbone));
    inputs.put("hyperparameters", RecipeDigest.canonical(hyperparameters));
    inputs.put("train.transform", RecipeDigest.canonical(recipe.train().transform()));
    inputs.put("train.batchSize", recipe.train().batchSize());
    inputs.put("train.shuffle", recipe.train().shuffle());
    if (validation.from() == ValidationSpec.From.TEST) {
      inputs.put("validation.images", dataset.testDigest());
    }
    inputs.put("validation.transform", RecipeDigest.canonical(validation.split().transform()));
    inputs.put("validation.batchSize", validation.split().batchSize());
    return digest(inputs);
  }

  /** Key of the likelihoods that weights with this digest give. */
  String ofLikelihoods(NodePath node, String weightsDigest, List<String> ancestorDigests) {
    Map<String, Object> inputs = common(ancestorDigests);
    inputs.put("kind", "likelihoods");
    inputs.put("classNames", dataset.classNames());
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
    inputs.put("train", dataset.trainDigest());
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
