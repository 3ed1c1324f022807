package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import java.nio.file.Path;

/** What every goal begins with: the recipe, its images and the engine. */
record Session(Recipe recipe, Dataset dataset, TransformPipeline testTransforms, Torch torch) {

  static Session open(RunRequest request) {
    Path base = Path.of(request.baseDirectory());
    Recipe recipe = RecipeReader.read(Path.of(request.recipe()), base, request.properties());
    Dataset dataset =
        Datasets.read(
            recipe.source(),
            base,
            recipe.train().perClass(),
            recipe.test().perClass(),
            recipe.seed());
    ImageShape shape = dataset.train().shape();
    return new Session(
        recipe,
        dataset,
        TransformPipeline.of(recipe.test().transform(), shape),
        Torch.start(recipe.determinism()));
  }
}
