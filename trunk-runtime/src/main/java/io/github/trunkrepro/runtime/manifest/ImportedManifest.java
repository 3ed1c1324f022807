package io.github.trunkrepro.runtime.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.DataFile;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.tree.ClassTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What stands in the place of a {@link Manifest} beside a network that was imported, not trained:
 * no training is known of it, but every file that it came from.
 *
 * @param version of the format, {@value #VERSION}
 * @param sources files that were read, by name relative to the folder, sorted
 * @param recipeDigest of the recipe that says how images are transformed and which layers there are
 * @param nodes parents before their children
 */
public record ImportedManifest(
    String version,
    List<DataFile> sources,
    String recipeDigest,
    ClassTree tree,
    List<ImportedNode> nodes) {

  /** Version of the format that this class writes; no {@link Manifest} has it. */
  public static final String VERSION = "imported-1";

  /** A manifest with copies of the lists. */
  public ImportedManifest {
    sources = List.copyOf(sources);
    nodes = List.copyOf(nodes);
  }

  /**
   * An imported node.
   *
   * @param id {@link io.github.trunkrepro.runtime.tree.NodePath#id}
   * @param importedName the node's name in the files that it came from, such as {@code sg5}
   * @param classes names, by class index
   * @param groups class names of each child
   * @param groupingVolatility with which its likelihoods give these groups
   * @param weightsDigest SHA-256 of the weights
   * @param parameters number of trainable values
   * @param macs multiply-accumulates for one image
   */
  public record ImportedNode(
      String id,
      String importedName,
      List<String> classes,
      List<List<String>> groups,
      double groupingVolatility,
      String weightsDigest,
      long parameters,
      long macs) {

    /** A node with copies of the lists. */
    public ImportedNode {
      classes = List.copyOf(classes);
      groups = groups.stream().map(List::copyOf).toList();
    }
  }

  /** Whether the file, a manifest of some kind, is of this one. */
  public static boolean isIn(Path file) {
    return Json.read(file, JsonNode.class).path("version").asText().equals(VERSION);
  }

  /** Writes the manifest whole or not at all. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }
}
