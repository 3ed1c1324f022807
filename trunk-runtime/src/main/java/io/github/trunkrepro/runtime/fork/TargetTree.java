package io.github.trunkrepro.runtime.fork;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.importing.AuthorsTree;
import io.github.trunkrepro.runtime.importing.NetworkImport;
import io.github.trunkrepro.runtime.manifest.Baseline;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.tree.ClassTree;
import io.github.trunkrepro.runtime.tree.TreeReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a tree from whatever holds one. */
final class TargetTree {
  private TargetTree() {}

  /**
   * The tree of a {@code tree.json}, a baseline, a manifest, or a folder in the authors' layout.
   *
   * @param classNames of the data set; a folder in the authors' layout has none of its own
   * @throws UserException of kind SETUP when there is none, or it is of other classes
   */
  static ClassTree read(Path file, List<String> classNames) {
    if (NetworkImport.isAuthorsLayout(file)) {
      return AuthorsTree.read(file, classNames);
    }
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          UserException.Kind.SETUP,
          file
              + ": expected a tree.json, baseline.json or manifest.json, or a folder in the"
              + " authors' layout, found "
              + (Files.exists(file) ? "another folder" : "nothing")
              + " (trunk.target)");
    }
    JsonNode json =
        file.toString().endsWith(".json")
            ? Json.read(file, JsonNode.class)
            : MissingNode.getInstance();
    if (!json.has("platforms") && !json.has("reproducible")) {
      return TreeReader.read(file, file.toString(), classNames);
    }
    ClassTree tree =
        json.has("platforms")
            ? Baseline.read(file).tree()
            : Manifest.read(file).reproducible().tree();
    if (!tree.classNames().equals(classNames)) {
      throw new UserException(
          UserException.Kind.SETUP,
          "%s is a tree of the classes %s, but the data set has %s; give a tree of this data set"
              .formatted(file, tree.classNames(), classNames));
    }
    return tree;
  }
}
