package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.dataset.LeakageReport;
import io.github.trunkrepro.runtime.dataset.PixelRoom;
import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.inference.EvaluationReport;
import io.github.trunkrepro.runtime.inference.SpeedReport;
import io.github.trunkrepro.runtime.manifest.Architecture;
import io.github.trunkrepro.runtime.manifest.Manifest;
import io.github.trunkrepro.runtime.manifest.Materials;
import io.github.trunkrepro.runtime.manifest.Metrics;
import io.github.trunkrepro.runtime.manifest.NetworkLayout;
import io.github.trunkrepro.runtime.manifest.Predictions;
import io.github.trunkrepro.runtime.recipe.RecipeFile;
import io.github.trunkrepro.runtime.training.TrainedNode;
import io.github.trunkrepro.runtime.training.TrainedTree;
import io.github.trunkrepro.runtime.tree.NodePath;
import io.github.trunkrepro.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder of one run's results, held by one process at a time. */
final class OutputFolder implements AutoCloseable {
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
      Files.deleteIfExists(folder.resolve(NetworkLayout.MANIFEST));
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /** Writes a trained tree; the manifest comes last, so that a folder with a manifest is whole. */
  void write(
      TrainedTree trained,
      RecipeFile recipe,
      Architecture architecture,
      Materials materials,
      Predictions predictions,
      Manifest manifest) {
    try {
      for (String part : List.of(NetworkLayout.NODES, NetworkLayout.LIKELIHOODS)) {
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
    for (TrainedNode node : trained.nodes()) {
      AtomicFiles.write(
          nodeFile(node.path()),
          Safetensors.encode(node.weights(), Map.of("node", node.path().id())));
      node.likelihoods()
          .ifPresent(
              asl ->
                  writeText(
                      folder
                          .resolve(NetworkLayout.LIKELIHOODS)
                          .resolve(node.path().fileName() + ".json"),
                      ReadableJson.write(asl)));
    }
    writeText(
        folder.resolve(NetworkLayout.METRICS), Metrics.lines(manifest.reproducible().nodes()));
    predictions.write(folder.resolve(NetworkLayout.PREDICTIONS));
    writeText(folder.resolve(NetworkLayout.RECIPE), ReadableJson.write(recipe));
    trained.tree().write(folder.resolve(NetworkLayout.TREE));
    architecture.write(folder.resolve(NetworkLayout.ARCHITECTURE));
    materials.write(folder.resolve(NetworkLayout.MATERIALS));
    manifest.write(folder.resolve(NetworkLayout.MANIFEST));
  }

  void writeEvaluation(EvaluationReport report) {
    writeText(folder.resolve("evaluation.json"), ReadableJson.write(report));
    writeText(folder.resolve("confusion.csv"), report.confusionCsv());
  }

  void writeSpeed(SpeedReport report) {
    writeText(folder.resolve("speed.json"), ReadableJson.write(report));
  }

  /** Writes all pairs; gives the file. */
  Path writeLeakage(String name, LeakageReport report) {
    Path file = folder.resolve(name);
    writeText(file, ReadableJson.write(report));
    return file;
  }

  private Path nodeFile(NodePath path) {
    return folder.resolve(NetworkLayout.NODES).resolve(path.fileName() + ".safetensors");
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
