package io.github.trunkrepro.runtime.importing;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Folders;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.ImportedManifest;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes imported networks in the layout of a training's output folder. */
public final class ImportFolder {
  private ImportFolder() {}

  /**
   * Refuses a folder that holds a training, which an import would replace.
   *
   * @throws UserException when it does
   */
  public static void requireNoTraining(Path folder) {
    Path manifest = folder.resolve(NetworkLayout.MANIFEST);
    if (Files.exists(manifest) && !ImportedManifest.isIn(manifest)) {
      throw new UserException(
          UserException.Kind.SETUP,
          folder
              + " holds a training, which an import would replace; give the import a folder of its"
              + " own with -Dtrunk.outputDirectory=FOLDER");
    }
  }

  /**
   * Writes a network. The manifest goes first and comes last, so that a folder with a manifest is
   * whole. The files of likelihoods are safetensors with the tensor {@code mean}: a training's also
   * have the number of images and the variances, which nobody recorded for these.
   */
  public static void write(NetworkImport network, Path folder) {
    requireNoTraining(folder);
    try {
      Files.deleteIfExists(folder.resolve(NetworkLayout.MANIFEST));
      for (String part : List.of(NetworkLayout.NODES, NetworkLayout.LIKELIHOODS)) {
        if (Files.exists(folder.resolve(part))) {
          Folders.delete(folder.resolve(part));
        }
      }
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "cannot write to " + folder + ": " + e + "; make it writable",
          e);
    }
    for (ImportedNode node : network.nodes()) {
      Map<String, String> metadata = Map.of("node", node.node().path().id());
      String name = node.node().path().fileName() + ".safetensors";
      Safetensors.write(
          folder.resolve(NetworkLayout.NODES).resolve(name), node.weights(), metadata);
      Safetensors.write(
          folder.resolve(NetworkLayout.LIKELIHOODS).resolve(name),
          Map.of("mean", node.likelihoods()),
          metadata);
    }
    AtomicFiles.write(
        folder.resolve(NetworkLayout.RECIPE),
        ReadableJson.write(network.recipe()).getBytes(StandardCharsets.UTF_8));
    network.tree().write(folder.resolve(NetworkLayout.TREE));
    network.manifest().write(folder.resolve(NetworkLayout.MANIFEST));
  }
}
