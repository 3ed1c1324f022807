package io.github.trunkrepro.runtime.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeEdit;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The study {@code regimes} against the recipes of the same regimes. */
class RegimesTest {
  private static final Path PROJECT = Path.of("../docs/examples").toAbsolutePath().normalize();
  private static final Path REGIMES = PROJECT.resolve("src/trunk/regimes");

  private static Recipe recipe(int regime, List<RecipeEdit> edits) {
    return RecipeReader.read(
        REGIMES.resolve("regime-" + regime + ".yaml"),
        PROJECT,
        Map.of("data", "cifar-10.tar.gz"),
        edits);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void aVariantIsTheRegimesRecipe(int regime) {
    StudySpec study = StudyReader.read(PROJECT.resolve("none.yaml"), PROJECT, "regimes", Map.of());
    StudyUnit unit = StudyPlans.units(study).get(regime - 1);
    assertThat(unit.name()).isEqualTo("regime=" + regime);
    Recipe wanted = recipe(regime, List.of());
    for (int other : new int[] {1, 6}) {
      assertThat(recipe(other, unit.edits()).digest()).isEqualTo(wanted.digest());
    }
  }
}
