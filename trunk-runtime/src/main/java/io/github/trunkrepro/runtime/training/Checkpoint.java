package io.github.trunkrepro.runtime.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.Digests;
import io.github.trunkrepro.runtime.document.Json;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.weights.Safetensors;
import io.github.trunkrepro.runtime.weights.StateDigest;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A phase between two epochs: all that its next epoch depends on. There is no state of random
 * numbers in it, because every stream is named by its epoch, and none of the learning rate, which
 * is computed again.
 *
 * @param epochs that were trained, at least one
 * @param steps that the optimizer took
 * @param network state of the network, by state-dict name
 * @param optimizer state of the optimizer
 * @param best state of the network after its best epoch so far
 */
record Checkpoint(
    List<EpochRecord> epochs,
    int steps,
    Map<String, Tensor> network,
    Map<String, Tensor> optimizer,
    Map<String, Tensor> best) {
  private static final String NETWORK = "network.";
  private static final String OPTIMIZER = "optimizer.";
  private static final String BEST = "best.";
  private static final String EPOCHS = "epochs";
  private static final String STEPS = "steps";
  private static final String DIGEST = "digest";

  Checkpoint {
    epochs = List.copyOf(epochs);
  }

  /** One safetensors file, which carries its own digest. */
  byte[] encode() {
    Map<String, Tensor> tensors = new TreeMap<>();
    network.forEach((name, tensor) -> tensors.put(NETWORK + name, tensor));
    optimizer.forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
    best.forEach((name, tensor) -> tensors.put(BEST + name, tensor));
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(EPOCHS, new String(CanonicalJson.bytes(epochs), StandardCharsets.UTF_8));
    metadata.put(STEPS, Integer.toString(steps));
    metadata.put(DIGEST, digest(tensors, metadata));
    return Safetensors.encode(tensors, metadata);
  }

  /** Empty when these are not the bytes of a whole checkpoint. */
  static Optional<Checkpoint> decode(byte[] file, String name) {
    try {
      Safetensors.Content content = Safetensors.decode(file, name);
      Map<String, String> metadata = new TreeMap<>(content.metadata());
      String expected = metadata.remove(DIGEST);
      if (!digest(content.tensors(), metadata).equals(expected)) {
        return Optional.empty();
      }
      return Optional.of(
          new Checkpoint(
              Json.mapper().readValue(metadata.get(EPOCHS), new TypeReference<>() {}),
              Integer.parseInt(metadata.get(STEPS)),
              part(content.tensors(), NETWORK),
              part(content.tensors(), OPTIMIZER),
              part(content.tensors(), BEST)));
    } catch (UserException | JsonProcessingException damaged) {
      return Optional.empty();
    }
  }

  private static Map<String, Tensor> part(Map<String, Tensor> tensors, String prefix) {
    Map<String, Tensor> part = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return part;
  }

  private static String digest(Map<String, Tensor> tensors, Map<String, String> metadata) {
    String text = StateDigest.of(tensors) + CanonicalJson.digest(metadata);
    return Digests.sha256(text.getBytes(StandardCharsets.US_ASCII));
  }
}
