package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.LeakageReport;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.inference.NodeWeights;
import io.github.trunkrepro.runtime.manifest.EpochRecord;
import io.github.trunkrepro.runtime.manifest.Evaluation;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.NodeRecord;
import io.github.trunkrepro.runtime.manifest.PhaseRecord;
import io.github.trunkrepro.runtime.training.TrainedNode;
import io.github.trunkrepro.runtime.training.TrainedTree;
import io.github.trunkrepro.runtime.tree.ClassSet;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.weights.Safetensors;
import io.github.trunkrepro.runtime.weights.StateDigest;
import io.github.trunkrepro.runtime.weights.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of one run's results, held by one process at a time. */
final class OutputFolder implements AutoCloseable {
  private static final String MANIFEST = "manifest.json";
  private static final String NODES = "nodes";
  private static final String LIKELIHOODS = "asl";
  private static final int PIXEL_MEMORY_SHARE = 4;

  private final Path folder;
  private final FileChannel channel;

  private OutputFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Takes the folder, or says that another run has it. */
  static OutputFolder lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new UserException(
            UserException.Kind.SETUP,
            "another run is writing to "
                + folder
                + "; wait until it has ended, or give this one its own folder with"
                + " -Dtrunk.outputDirectory=FOLDER");
      }
      return new OutputFolder(folder, channel);
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /** For what is gone when the run ends. */
  Path scratch() {
    return folder.resolve("tmp");
  }

  /** Room for the images of a run: a share of the heap, and beyond it a scratch file. */
  PixelRoom pixelRoom() {
    return new PixelRoom(Runtime.getRuntime().maxMemory() / PIXEL_MEMORY_SHARE, scratch());
  }

  /** Takes the manifest away, the mark of a finished training, before another one begins. */
  void begin() {
    try {
      Files.deleteIfExists(folder.resolve(MANIFEST));
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /** Writes a trained tree; the manifest comes last, so that a folder with a manifest is whole. */
  void write(TrainedTree trained, Manifest manifest) {
    try {
      for (String part : List.of(NODES, LIKELIHOODS)) {
        Files.createDirectories(folder.resolve(part));
        try (Stream<Path> old = Files.list(folder.resolve(part))) {
          for (Path file : old.toList()) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
    StringBuilder metrics = new StringBuilder();
    for (TrainedNode node : trained.nodes()) {
      AtomicFiles.write(
          nodeFile(node.path()),
          Safetensors.encode(node.weights(), Map.of("node", node.path().id())));
      node.likelihoods()
          .ifPresent(
              asl ->
                  writeText(
                      folder.resolve(LIKELIHOODS).resolve(node.path().fileName() + ".json"),
                      ReadableJson.write(asl)));
      node.phases().forEach(phase -> metrics.append(lines(node.path(), phase)));
    }
    writeText(folder.resolve("metrics.jsonl"), metrics.toString());
    trained.tree().write(folder.resolve("tree.json"));
    manifest.write(folder.resolve(MANIFEST));
  }

  private static String lines(NodePath node, PhaseRecord phase) {
    StringBuilder lines = new StringBuilder();
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
    return lines.toString();
  }

  /** The manifest of the finished training. */
  Manifest readManifest() {
    if (!Files.exists(folder.resolve(MANIFEST))) {
      throw new UserException(
          UserException.Kind.SETUP,
          "there is no trained network in " + folder + "; train one with mvn trunk:train");
    }
    return Manifest.read(folder.resolve(MANIFEST));
  }

  /**
   * The trained nodes, parents first.
   *
   * @throws UserException when a file is missing or its weights are not those that were trained
   */
  List<NodeWeights> readNodes(Manifest manifest) {
    List<String> names = manifest.reproducible().tree().classNames();
    List<NodeWeights> nodes = new ArrayList<>();
    for (NodeRecord node : manifest.reproducible().nodes()) {
      NodePath path = NodePath.parse(node.id());
      Path file = nodeFile(path);
      Map<String, Tensor> weights = Safetensors.read(file).tensors();
      String expected = node.phases().get(node.phases().size() - 1).weightsDigest();
      String found = StateDigest.of(weights);
      if (!found.equals(expected)) {
        throw new UserException(
            UserException.Kind.CHECK,
            file
                + " does not hold the weights that were trained: expected digest "
                + expected
                + ", found "
                + found
                + "; train again with mvn trunk:train");
      }
      List<ClassSet> outputs =
          node.groups().stream()
              .map(group -> ClassSet.of(group.stream().map(names::indexOf).toList()))
              .toList();
      nodes.add(new NodeWeights(path, outputs, weights));
    }
    return nodes;
  }

  void writeEvaluation(Evaluation evaluation) {
    writeText(folder.resolve("evaluation.json"), ReadableJson.write(evaluation));
  }

  /** Writes all pairs; gives the file. */
  Path writeLeakage(LeakageReport report) {
    Path file = folder.resolve("leakage.json");
    writeText(file, ReadableJson.write(report));
    return file;
  }

  private Path nodeFile(NodePath path) {
    return folder.resolve(NODES).resolve(path.fileName() + ".safetensors");
  }

  private static void writeText(Path file, String text) {
    AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static UserException cannotWrite(Path folder, IOException e) {
    return new UserException(
        UserException.Kind.SETUP,
        "cannot write to the output folder " + folder + ": " + e + "; make it writable",
        e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The process ends now, and the lock with it.
    }
  }
}
