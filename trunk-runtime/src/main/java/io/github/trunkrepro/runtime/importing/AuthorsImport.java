package io.github.trunkrepro.runtime.importing;

import io.github.trunkrepro.runtime.dataset.Dataset;
import io.github.trunkrepro.runtime.dataset.Datasets;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.dataset.Reading;
import io.github.trunkrepro.runtime.recipe.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** The whole way from the authors' folder to one of ours, as a goal goes it; needs no engine. */
public final class AuthorsImport {
  private static final int PIXEL_MEMORY_SHARE = 4;
  private static final int TREE_WIDTH = 100;

  private AuthorsImport() {}

  /**
   * Imports a folder. The recipe's data set is read for the names of its classes and the size of
   * its images.
   *
   * @param source in the authors' layout
   * @param baseDirectory against which the recipe's paths are resolved
   * @param datasets where named data sets were fetched to, a folder for each
   * @param output gets the network; must not hold a training
   * @return what to tell the user
   * @throws io.github.trunkrepro.runtime.document.UserException that lists everything that does not
   *     fit; nothing is written then
   */
  public static List<String> run(
      Path source, Recipe recipe, Path baseDirectory, Path datasets, Path output) {
    ImportFolder.requireNoTraining(output);
    NetworkImport network;
    try (PixelRoom room =
        new PixelRoom(
            Runtime.getRuntime().maxMemory() / PIXEL_MEMORY_SHARE, output.resolve("tmp"))) {
      Dataset dataset =
          Datasets.read(
              recipe.source().fetchedInto(datasets),
              baseDirectory,
              new Reading(
                  OptionalInt.of(1),
                  OptionalInt.of(1),
                  recipe.seed(),
                  recipe.readingSteps(),
                  room));
      network =
          NetworkImport.read(
              source, recipe, baseDirectory, dataset.classNames(), dataset.train().shape());
    }
    ImportFolder.write(network, output);
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "imported %d nodes of %d classes from %d files into %s",
            network.nodes().size(),
            network.tree().classNames().size(),
            network.sources().size(),
            output));
    lines.addAll(network.tree().render(TREE_WIDTH).lines().toList());
    return lines;
  }
}
