package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** What every goal begins with: the recipe, its images and the engine. */
record Session(Recipe recipe, Dataset dataset, TransformPipeline testTransforms, Torch torch) {

  static Session open(RunRequest request, PixelRoom room) {
    Path base = Path.of(request.baseDirectory());
    Recipe recipe = RecipeReader.read(Path.of(request.recipe()), base, request.properties());
    Dataset dataset =
        Datasets.read(
            recipe.source(),
            base,
            new Reading(
                recipe.train().perClass(),
                recipe.test().perClass(),
                recipe.seed(),
                UnaryOperator.identity(),
                room));
    ImageShape shape = dataset.train().shape();
    return new Session(
        recipe,
        dataset,
        TransformPipeline.of(recipe.test().transform(), shape),
        Torch.start(recipe.determinism()));
  }
}
