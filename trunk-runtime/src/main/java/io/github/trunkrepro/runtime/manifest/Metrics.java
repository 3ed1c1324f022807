package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The content of {@code metrics.jsonl}: a line of JSON for each epoch. */
public final class Metrics {
  private Metrics() {}

  /** The lines of all epochs of all nodes, each ended by a line feed. */
  public static String lines(List<NodeRecord> nodes) {
    StringBuilder lines = new StringBuilder();
    for (NodeRecord node : nodes) {
      for (PhaseRecord phase : node.phases()) {
        for (EpochRecord epoch : phase.epochs()) {
          Map<String, Object> line = new TreeMap<>();
          line.put("node", node.id());
          line.put("phase", phase.phase().label());
          line.put("epoch", epoch.epoch());
          line.put("loss", epoch.loss());
          line.put("validationAccuracy", epoch.validation().value());
          line.put("learningRate", epoch.learningRate());
          line.put("weightsDigest", epoch.weightsDigest());
          lines.append(new String(CanonicalJson.bytes(line), StandardCharsets.UTF_8)).append('\n');
        }
      }
    }
    return lines.toString();
  }
}
