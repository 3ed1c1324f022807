package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.ReadableJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The layers of every node, {@code architecture.json} beside a manifest. It follows from recipe and
 * tree, on every platform.
 *
 * @param version of the format
 * @param recipeDigest of the recipe that declares the layers
 * @param nodes parents before their children
 */
public record Architecture(String version, String recipeDigest, List<NodeLayers> nodes) {
  /** Version of the format that this class writes. */
  public static final String VERSION = "1";

  /** An architecture with a copy of the list. */
  public Architecture {
    nodes = List.copyOf(nodes);
  }

  /**
   * The network of a node.
   *
   * @param id {@link NodeRecord#id}
   * @param input what it reads of an image: channels, height and width
   */
  public record NodeLayers(String id, String input, List<LayerRow> layers) {

    /** Layers with a copy of the list. */
    public NodeLayers {
      layers = List.copyOf(layers);
    }
  }

  /**
   * A layer.
   *
   * @param part {@code features}, which children read too, or {@code classifier}
   * @param output what comes out of it for one image
   * @param parameters trainable values
   * @param macs multiply-accumulates for one image
   */
  public record LayerRow(String part, String layer, String output, long parameters, long macs) {}

  /**
   * Reads the file.
   *
   * @throws io.github.trunkrepro.runtime.document.UserException when it is missing, of another
   *     version or no such file
   */
  public static Architecture read(Path file) {
    FormatVersion.check(file, VERSION, "run trunk:train again");
    return Json.read(file, Architecture.class);
  }

  /** Writes the file whole or not at all. */
  public void write(Path file) {
    AtomicFiles.write(file, ReadableJson.write(this).getBytes(StandardCharsets.UTF_8));
  }
}
