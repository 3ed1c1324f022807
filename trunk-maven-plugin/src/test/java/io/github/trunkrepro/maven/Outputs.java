package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.manifest.Materials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Output folders as a fork leaves them, but for the manifest. */
final class Outputs {
  private Outputs() {}

  /** Writes files for two nodes; the root's weights are this text. */
  static void write(Path output, String weights) throws IOException {
    Files.createDirectories(output.resolve("nodes"));
    Files.createDirectories(output.resolve("asl"));
    Files.writeString(output.resolve("nodes/root.safetensors"), weights);
    Files.writeString(output.resolve("nodes/classes-0-1.safetensors"), "more weights");
    Files.writeString(output.resolve("asl/root.json"), "{}");
    Files.writeString(output.resolve("recipe.json"), "{}");
    Files.writeString(output.resolve("tree.json"), "{}");
    Files.writeString(output.resolve("statement.json"), "{}");
    new Materials(
            Materials.VERSION,
            "c".repeat(64),
            "d".repeat(64),
            "e".repeat(64),
            List.of(),
            Optional.empty())
        .write(output.resolve("materials.json"));
  }
}
