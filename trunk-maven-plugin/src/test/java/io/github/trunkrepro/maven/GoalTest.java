package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A project of its own for each test of a goal, with a fake launcher and a recording log. */
abstract class GoalTest {
  /** The project's base directory. */
  @TempDir Path folder;

  final FakeLauncher launcher = new FakeLauncher();
  final FakeProbe probe = new FakeProbe();
  final RecordingLog log = new RecordingLog();

  /** Puts a goal into the project, with the engine declared and a valid recipe. */
  final <T extends ForkMojo> T prepare(T mojo) throws IOException {
    writeRecipe(Recipes.STROKES);
    mojo.recipe = recipe().toFile();
    mojo.cache = folder.resolve("cache").toFile();
    mojo.pluginArtifacts =
        List.of(Artifacts.jar(folder, "io.github.trunkrepro", "trunk-runtime", "1", null));
    mojo.project.setFile(folder.resolve("pom.xml").toFile());
    mojo.project.setArtifacts(Artifacts.engine(folder.resolve("jars")));
    mojo.launcher = launcher;
    if (mojo instanceof EnvironmentMojo verifying) {
      verifying.probe = probe;
      verifying.callerVariables = Map.of("PATH", "/bin");
      verifying.lockFile = lock().toFile();
    }
    place(mojo);
    return mojo;
  }

  /** Points a goal's common parameters into the project. */
  final void place(ResultMojo mojo) {
    mojo.outputDirectory = output().toFile();
    mojo.setLog(log);
  }

  final Path output() {
    return folder.resolve("target/trunk");
  }

  final Path recipe() {
    return folder.resolve("src/trunk/experiment.yaml");
  }

  final Path baseline() {
    return folder.resolve("src/trunk/baseline.json");
  }

  final Path lock() {
    return folder.resolve("src/trunk/environment.lock");
  }

  final void writeRecipe(String text) throws IOException {
    Files.createDirectories(recipe().getParent());
    Files.writeString(recipe(), text);
  }

  /** Leaves what a finished training leaves. */
  final void finished(Manifest run) {
    try {
      Outputs.write(output(), "weights");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run.write(output().resolve("manifest.json"));
  }
}
