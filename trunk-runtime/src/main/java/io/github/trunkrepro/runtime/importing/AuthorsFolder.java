package io.github.trunkrepro.runtime.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.trunkrepro.runtime.dataset.DataFile;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.weights.Tensor;
import io.github.trunkrepro.runtime.weights.TorchCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a tree as the authors' code leaves them; remembers which were read.
 *
 * <p>{@code tree.pkl} is not among them: it is a pickle of Python objects of the authors' own
 * classes, which a closed reader refuses, and says nothing that the other files do not say. Its
 * tree is {@code target_map.json}'s, its names are those of {@code inputs_to_models.json}.
 */
final class AuthorsFolder {
  static final String TARGET_MAP = "target_map.json";
  static final String SHAPES = "model_weights/inputs_to_models.json";
  private static final long MAX_JSON_BYTES = 1 << 24;

  private final Path folder;
  private final Map<String, DataFile> sources = new TreeMap<>();

  AuthorsFolder(Path folder) {
    this.folder = folder;
  }

  static String weights(String node) {
    return "model_weights/" + node + ".pt";
  }

  static String likelihoods(String node) {
    return "model_softmax/" + node + "_avg_softmax.pt";
  }

  static String groups(String node) {
    return node + "_supergroups.json";
  }

  /** A JSON file. */
  JsonNode json(String name) {
    Path file = found(name);
    if (sources.get(name).bytes() > MAX_JSON_BYTES) {
      throw new UserException(
          UserException.Kind.SETUP, file + " has more than " + MAX_JSON_BYTES + " bytes");
    }
    return Json.read(file, JsonNode.class);
  }

  /** Weights by state-dict name. */
  Map<String, Tensor> stateDict(String name) {
    return TorchCheckpoint.stateDict(found(name));
  }

  Tensor tensor(String name) {
    return TorchCheckpoint.tensor(found(name));
  }

  /** Everything that was read so far, sorted. */
  List<DataFile> sources() {
    return List.copyOf(sources.values());
  }

  private Path found(String name) {
    Path file = folder.resolve(name);
    try {
      sources.put(name, new DataFile(name, Files.size(file), Digests.sha256(file)));
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          file + " cannot be read (" + e.getClass().getSimpleName() + "); import a whole folder",
          e);
    }
    return file;
  }
}
