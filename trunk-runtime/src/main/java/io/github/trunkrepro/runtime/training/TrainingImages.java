package io.github.trunkrepro.runtime.training;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.ImageSet;
import io.github.trunkrepro.runtime.dataset.Split;
import io.github.trunkrepro.runtime.dataset.Splits;
import io.github.trunkrepro.runtime.dataset.Subset;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.ValidationSpec;

/**
 * The images to train on and the images that choose the best epoch: taken out of the training set
 * class by class, unless the recipe says that the test set chooses.
 */
public record TrainingImages(ImageSet train, ImageSet validation) {

  /** The split that the recipe asks for. */
  public static TrainingImages of(Recipe recipe, Dataset dataset) {
    ValidationSpec validation = recipe.validation();
    if (validation.from() == ValidationSpec.From.TEST) {
      return new TrainingImages(dataset.train(), dataset.test());
    }
    Split split = Splits.validation(dataset.train(), validation.fraction(), recipe.seed());
    return new TrainingImages(
        new Subset(dataset.train(), split.train()),
        new Subset(dataset.train(), split.validation()));
  }
}
