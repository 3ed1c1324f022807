package io.github.trunkrepro.runtime.inference;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.ImageShape;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.ImportedManifest;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.NodeRecord;
import io.github.trunkrepro.runtime.manifest.Reproducible;
import io.github.trunkrepro.runtime.recipe.Recipe;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.transform.TransformPipeline;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.weights.Safetensors;
import io.github.trunkrepro.runtime.weights.StateDigest;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/**
 * A network as it was written, trained here or imported: all that classifying needs, held against
 * the digests of the manifest.
 *
 * @param classNames by class index
 * @param images shape of an image before transforms
 * @param nodes parents before children
 */
public record TrainedNetwork(
    List<String> classNames, Recipe recipe, ImageShape images, List<NodeWeights> nodes) {

  /** What the manifests of folders and of archives have in common. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Run(Reproducible reproducible) {}

  /** What every manifest tells of a network. */
  private record Told(String recipeDigest, ClassTree tree, List<ToldNode> nodes) {}

  private record ToldNode(String id, List<List<String>> groups, String weightsDigest) {}

  /**
   * Reads an output folder of the plugin, or an archive that it made.
   *
   * @throws ClassifierException when it is not there, not whole or not what was trained
   */
  public static TrainedNetwork read(Path folderOrArchive) {
    if (Files.notExists(folderOrArchive) || Files.isDirectory(folderOrArchive)) {
      return read(new NetworkFiles.Folder(folderOrArchive));
    }
    try (ZipFile zip = new ZipFile(folderOrArchive.toFile())) {
      return read(NetworkFiles.Archive.only(folderOrArchive, zip));
    } catch (IOException e) {
      throw new ClassifierException.Unreadable(
          folderOrArchive
              + " is not an archive that can be read ("
              + e.getMessage()
              + "); take the one that mvn trunk:train attaches",
          e);
    }
  }

  /**
   * Reads what lies on a class path.
   *
   * @throws ClassifierException when it is not there, not whole or not what was trained
   */
  public static TrainedNetwork read(ClassLoader loader, String groupId, String artifactId) {
    return read(new NetworkFiles.Resources(loader, groupId, artifactId));
  }

  private static TrainedNetwork read(NetworkFiles files) {
    try {
      Told told = told(files);
      RecipeFile recipe = parse(files, NetworkLayout.RECIPE, RecipeFile.VERSION, RecipeFile.class);
      requireUnaltered(
          "the recipe", NetworkLayout.RECIPE, told.recipeDigest(), recipe.digest(), files);
      return new TrainedNetwork(
          told.tree().classNames(), recipe.read(), recipe.images(), nodes(told, files));
    } catch (ClassifierException e) {
      throw e;
    } catch (UserException | IllegalArgumentException e) {
      throw new ClassifierException.Unreadable(e.getMessage(), e);
    }
  }

  private static Told told(NetworkFiles files) {
    String manifest = NetworkLayout.MANIFEST;
    if (version(files, manifest).asText().equals(ImportedManifest.VERSION)) {
      ImportedManifest imported =
          Json.parse(content(files, manifest), files.where(manifest), ImportedManifest.class);
      return new Told(
          imported.recipeDigest(),
          imported.tree(),
          imported.nodes().stream()
              .map(node -> new ToldNode(node.id(), node.groups(), node.weightsDigest()))
              .toList());
    }
    Reproducible run = parse(files, manifest, Manifest.VERSION, Run.class).reproducible();
    return new Told(
        run.recipeDigest(), run.tree(), run.nodes().stream().map(TrainedNetwork::told).toList());
  }

  private static ToldNode told(NodeRecord node) {
    return new ToldNode(
        node.id(), node.groups(), node.phases().get(node.phases().size() - 1).weightsDigest());
  }

  private static List<NodeWeights> nodes(Told told, NetworkFiles files) {
    List<String> names = told.tree().classNames();
    List<NodeWeights> nodes = new ArrayList<>();
    for (ToldNode node : told.nodes()) {
      NodePath path = NodePath.parse(node.id());
      String file = NetworkLayout.NODES + "/" + path.fileName() + ".safetensors";
      Map<String, Tensor> weights =
          Safetensors.decode(content(files, file), files.where(file)).tensors();
      requireUnaltered(
          "the weights of node " + node.id(),
          file,
          node.weightsDigest(),
          StateDigest.of(weights),
          files);
      List<ClassSet> outputs =
          node.groups().stream()
              .map(group -> ClassSet.of(group.stream().map(names::indexOf).toList()))
              .toList();
      nodes.add(new NodeWeights(path, outputs, weights));
    }
    return nodes;
  }

  private static <T> T parse(NetworkFiles files, String name, String version, Class<T> type) {
    JsonNode found = version(files, name);
    if (!found.asText().equals(version)) {
      throw new ClassifierException.OtherVersion(files.where(name), version, found.toString());
    }
    return Json.parse(content(files, name), files.where(name), type);
  }

  private static JsonNode version(NetworkFiles files, String name) {
    return Json.parse(content(files, name), files.where(name), JsonNode.class).path("version");
  }

  private static byte[] content(NetworkFiles files, String name) {
    try {
      return files
          .find(name)
          .orElseThrow(() -> new ClassifierException.MissingFile(files.where(name), files.mend()));
    } catch (IOException e) {
      throw new ClassifierException.Unreadable(
          "cannot read " + files.where(name) + ": " + e + "; " + files.mend(), e);
    }
  }

  private static void requireUnaltered(
      String part, String file, String expected, String found, NetworkFiles files) {
    if (!found.equals(expected)) {
      throw new ClassifierException.Altered(part, files.where(file), expected, found, files.mend());
    }
  }

  /** What is done to an image before the root sees it. */
  public TransformPipeline transforms() {
    return recipe.pipeline(recipe.test(), images);
  }

  /**
   * The network, ready to route.
   *
   * @param batchNorm what becomes of it
   * @param manager for the weights; closed with the network, from here on
   */
  public TreeNetwork open(BatchNorm batchNorm, NDManager manager) {
    return new TreeNetwork(
        nodes, recipe.network(), classNames, transforms().outputShape(), batchNorm, manager);
  }
}
