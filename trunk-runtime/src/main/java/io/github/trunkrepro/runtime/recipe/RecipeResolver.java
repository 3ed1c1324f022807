package io.github.trunkrepro.runtime.recipe;

import static io.github.trunkrepro.runtime.recipe.HyperparametersSchema.CLASS;
import static io.github.trunkrepro.runtime.recipe.HyperparametersSchema.GROUPING;

import io.github.trunkrepro.runtime.document.Node;
import io.github.trunkrepro.runtime.document.Problems;
import io.github.trunkrepro.runtime.document.Values;
import io.github.trunkrepro.runtime.network.BackboneSpec;
import io.github.trunkrepro.runtime.network.ClassSetBackbone;
import io.github.trunkrepro.runtime.optimization.LossSpec;
import io.github.trunkrepro.runtime.recipe.HyperparametersSchema.Sections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Relates the parts of a recipe to one another. */
final class RecipeResolver {
  private static final String ROOT = "root";
  private static final String GENERAL = "general";

  private final Node recipe;
  private final Problems problems;
  private final Set<String> reportedLosses = new HashSet<>();

  /**
   * A resolver for one recipe.
   *
   * @param recipe as it was written, for the places of mistakes
   */
  RecipeResolver(Node recipe, Problems problems) {
    this.recipe = recipe;
    this.problems = problems;
  }

  /** Reports what can be seen without the values: what nobody declares, and doubled class sets. */
  void checkStructure() {
    ClassSetKeys.check(recipe, problems);
    Optional<Node> root = recipe.find(ROOT);
    Optional<Node> general = recipe.find(GENERAL);
    if (recipe instanceof Node.Mapping && root.isEmpty() && general.isEmpty()) {
      problems.add(recipe.at(), "\"general\" is missing, and so is \"root\"");
      return;
    }
    for (String section : List.of(CLASS, GROUPING)) {
      boolean written =
          Stream.of(root, general)
              .flatMap(Optional::stream)
              .anyMatch(node -> !(node instanceof Node.Mapping) || node.find(section).isPresent());
      if (!written && recipe instanceof Node.Mapping) {
        problems.add(
            general.or(() -> root).orElse(recipe).at(),
            "\"" + section + "\" is missing: it stands neither in general nor in root");
      }
    }
  }

  /** The recipe, its digest still empty; correct if no problem was reported. */
  Recipe resolve(RecipeSchema.Draft draft) {
    NodeHyperparameters root = draft.root().or(draft.general()).orElseThrow();
    Sections general = draft.general().or(draft.root());
    BackboneSpec generalNetwork = draft.network().general();
    checkLoss(ROOT, root, draft.network().root(), ROOT);
    checkLoss(GENERAL, general.orElseThrow(), generalNetwork, GENERAL);
    for (Values.Keyed<Sections> set : draft.classSets()) {
      checkLoss(set.key(), set.value().or(general).orElseThrow(), generalNetwork, GENERAL);
    }
    for (ClassSetBackbone own : draft.network().classSets()) {
      checkLoss(GENERAL, general.orElseThrow(), own.backbone(), String.join(", ", own.classes()));
    }
    List<ClassSetOverride> overrides =
        draft.classSets().stream()
            .map(
                set ->
                    new ClassSetOverride(
                        ClassSetKeys.classes(set.key()),
                        set.value().or(general).orElseThrow(),
                        set.at().toString()))
            .sorted(Comparator.comparing(override -> String.join(",", override.classes())))
            .toList();
    return new Recipe(
        "",
        draft.seed(),
        draft.dataset().source(),
        draft.dataset().leakage(),
        draft.dataset().train(),
        draft.dataset().validation(),
        draft.dataset().test(),
        draft.network(),
        draft.averageSoftmax(),
        draft.determinism(),
        draft.tree(),
        root,
        general.orElseThrow(),
        overrides,
        draft
            .random()
            .map(seeds -> seeds.orElse(draft.seed()))
            .filter(seeds -> !seeds.equals(RandomSeeds.all(draft.seed()))));
  }

  /** NLLLoss takes log-probabilities; on anything else it trains nonsense without a word. */
  private void checkLoss(
      String key, NodeHyperparameters node, BackboneSpec network, String networkKey) {
    if (NetworkSchema.endsInLogSoftmax(network)) {
      return;
    }
    if (node.classPhase().loss() == LossSpec.NLL) {
      reportLoss(key, CLASS, networkKey);
    }
    if (node.groupingPhase().loss() == LossSpec.NLL) {
      reportLoss(key, GROUPING, networkKey);
    }
  }

  private void reportLoss(String key, String section, String networkKey) {
    String from =
        Stream.of(key, GENERAL, ROOT)
            .filter(candidate -> recipe.find(candidate, section).isPresent())
            .findFirst()
            .orElseThrow();
    String path = from + "." + section + ".loss";
    if (reportedLosses.add(path + networkKey)) { // once, however many nodes inherit it
      problems.add(
          recipe.find(from, section, "loss").orElse(recipe).at(),
          path
              + ": NLLLoss needs a network that ends in log_softmax; "
              + networkKey
              + " of the network at "
              + recipe.find("network").orElse(recipe).at()
              + " does not: take CrossEntropyLoss, or add log_softmax to its classifier");
    }
  }
}
