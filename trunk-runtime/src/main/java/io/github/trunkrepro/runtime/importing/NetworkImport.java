package io.github.trunkrepro.runtime.importing;

import io.github.trunkrepro.runtime.dataset.DataFile;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.ImportedManifest;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.weights.StateDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A tree that the authors' code trained, read and verified: shapes against the recipe's network,
 * groups against the likelihoods and the tree, the ways of the classes against the nodes.
 *
 * @param sources files that were read
 * @param nodes parents first
 */
public record NetworkImport(
    ClassTree tree, RecipeFile recipe, List<ImportedNode> nodes, List<DataFile> sources) {
  public NetworkImport {
    nodes = List.copyOf(nodes);
    sources = List.copyOf(sources);
  }

  /** Whether a folder is in the authors' layout. */
  public static boolean isAuthorsLayout(Path folder) {
    return Files.isRegularFile(folder.resolve(AuthorsFolder.TARGET_MAP));
  }

  /**
   * Reads a folder in the authors' layout. Needs no engine.
   *
   * @param recipe names the network and the grouping volatility of each node, and says how images
   *     are transformed
   * @param baseDirectory against which the recipe's paths are resolved
   * @param classNames of the recipe's data set
   * @param images shape of the data set's images, before transforms
   * @throws UserException that lists everything that does not fit
   */
  public static NetworkImport read(
      Path folder, Recipe recipe, Path baseDirectory, List<String> classNames, ImageShape images) {
    if (!isAuthorsLayout(folder)) {
      throw new UserException(
          UserException.Kind.SETUP,
          folder
              + " is no folder of a tree in the authors' layout: it has no "
              + AuthorsFolder.TARGET_MAP);
    }
    AuthorsFolder files = new AuthorsFolder(folder);
    AuthorsTree tree;
    try {
      tree = AuthorsTree.read(files, classNames);
    } catch (UserException e) {
      throw refused(folder, List.of(e.getMessage()));
    }
    NodeReader reader = new NodeReader(files, recipe, classNames);
    List<ImportedNode> nodes =
        reader.read(recipe.pipeline(recipe.test(), images).outputShape(), tree.nodes());
    if (!reader.problems().isEmpty()) {
      throw refused(folder, reader.problems());
    }
    RecipeFile recipeFile =
        RecipeFile.of(
            recipe, recipe.tree().map(file -> Digests.sha256(baseDirectory.resolve(file))), images);
    return new NetworkImport(tree.tree(), recipeFile, nodes, files.sources());
  }

  private static UserException refused(Path folder, List<String> problems) {
    return new UserException(
        UserException.Kind.SETUP,
        folder + " cannot be imported:\n  " + String.join("\n  ", problems));
  }

  /** What is recorded of the import. */
  ImportedManifest manifest() {
    return new ImportedManifest(
        ImportedManifest.VERSION,
        sources,
        recipe.digest(),
        tree,
        nodes.stream().map(this::record).toList());
  }

  private ImportedManifest.ImportedNode record(ImportedNode node) {
    AuthorsTree.Node place = node.node();
    List<String> names = tree.classNames();
    return new ImportedManifest.ImportedNode(
        place.path().id(),
        place.name(),
        place.path().classes().names(names),
        place.node().children().stream().map(child -> child.classes().names(names)).toList(),
        node.groupingVolatility(),
        StateDigest.of(node.weights()),
        node.counts().parameters(),
        node.counts().multiplyAccumulates());
  }
}
