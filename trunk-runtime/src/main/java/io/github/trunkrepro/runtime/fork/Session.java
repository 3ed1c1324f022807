package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.engine.Torch;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeReader;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import java.nio.file.Path;

/** What every goal begins with: the recipe, its images and the engine. */
record Session(Recipe recipe, Dataset dataset, TransformPipeline testTransforms, Torch torch) {

  static Session open(RunRequest request, PixelRoom room) {
    Path base = Path.of(request.baseDirectory());
    Recipe recipe = RecipeReader.read(Path.of(request.recipe()), base, request.properties());
    Dataset dataset =
        Datasets.read(
            recipe.source().fetchedInto(Path.of(request.datasetsDirectory())),
            base,
            new Reading(
                recipe.train().perClass(),
                recipe.test().perClass(),
                recipe.seed(),
                recipe.readingSteps(),
                room));
    ImageShape shape = dataset.train().shape();
    TransformPipeline testTransforms = recipe.pipeline(recipe.test(), shape);
    ImageShape trained = recipe.pipeline(recipe.train(), shape).outputShape();
    ImageShape validated = recipe.pipeline(recipe.validation().split(), shape).outputShape();
    if (!trained.equals(testTransforms.outputShape()) || !trained.equals(validated)) {
      throw new UserException(
          UserException.Kind.SETUP,
          "dataset: expected images of one shape from the transforms of train, validation and test,"
              + " found "
              + trained
              + ", "
              + validated
              + " and "
              + testTransforms.outputShape()
              + "; crop all of them to the same size");
    }
    return new Session(
        recipe, dataset, testTransforms, Torch.start(recipe.determinism(), request.engine()));
  }
}
