package io.github.trunkrepro.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM says whose set-up is wrong. */
class EngineStartTest {

  @BeforeAll
  static void unpack() {
    Torch.start(EngineProcess.SPEC);
  }

  @Test
  void anotherProcessHasTheSamePlatformOnOneCore() throws Exception {
    Assumptions.assumeTrue(EngineProcess.has("taskset"), "needs taskset");
    EngineProcess process = new EngineProcess(EngineProcess.sharedCache());
    process.before.addAll(List.of("taskset", "-c", "0"));
    assertThat(process.run(EngineMain.class))
        .isEqualToIgnoringNewLines(Torch.start(EngineProcess.SPEC).platform().key());
  }

  @Test
  void missingNativesNameTheDependency(@TempDir Path cache) throws Exception {
    EngineProcess process =
        new EngineProcess(cache).withoutClassPath(entry -> entry.contains("pytorch-native-cpu"));
    assertThat(process.run(EngineMain.class))
        .startsWith("SETUP: PyTorch's native libraries for ")
        .contains("ai.djl.pytorch:pytorch-native-cpu:2.7.1:", "nothing is downloaded");
    assertThat(cache.resolve("pytorch")).doesNotExist();
  }

  @Test
  void missingJniLibraryNamesTheDependency(@TempDir Path cache) throws Exception {
    EngineProcess process =
        new EngineProcess(cache).withoutClassPath(entry -> entry.contains("pytorch-jni"));
    assertThat(process.run(EngineMain.class))
        .startsWith("SETUP: DJL's native library")
        .contains("ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0");
  }

  @Test
  void changedFileInTheCacheIsFoundBeforeItIsLoaded(@TempDir Path cache) throws Exception {
    Path folder = cache.resolve("pytorch").resolve(unpacked().getFileName());
    Files.createDirectories(folder);
    Path library = folder.resolve(System.mapLibraryName("c10"));
    Files.writeString(library, "not a library");
    assertThat(new EngineProcess(cache).run(EngineMain.class))
        .startsWith("CHECK: " + library)
        .contains("delete the folder " + folder);
  }

  @Test
  void libraryThatNoDependencyHasIsFound() throws Exception {
    Assumptions.assumeTrue(System.getProperty("os.name").startsWith("Linux"), "reads /proc");
    Path other = Files.createTempDirectory("other");
    Path copy = other.resolve("libgomp.so.1");
    try (Stream<Path> files = Files.list(unpacked())) {
      Path gomp = files.filter(f -> f.toString().contains("libgomp")).findFirst().orElseThrow();
      Files.copy(gomp, copy);
    }
    try {
      EngineProcess process = new EngineProcess(EngineProcess.sharedCache());
      process.environment.put("LD_PRELOAD", copy.toString());
      assertThat(process.run(EngineMain.class))
          .startsWith("CHECK: the process has mapped " + copy)
          .contains("LD_PRELOAD");
    } finally {
      Files.delete(copy);
      Files.delete(other);
    }
  }

  @Test
  void environmentWithoutThePinsIsRefused() throws Exception {
    EngineProcess process = new EngineProcess(EngineProcess.sharedCache());
    process.environment.remove("OMP_NUM_THREADS");
    process.environment.put("MKL_NUM_THREADS", "4");
    assertThat(process.run(EngineMain.class))
        .startsWith("SETUP: ")
        .contains("OMP_NUM_THREADS must be 2, is null", "MKL_NUM_THREADS must be 2, is 4");
  }

  @Test
  void installedPyTorchWithTheSameBytesIsTheSamePlatform() throws Exception {
    Path installed = Files.createTempDirectory(EngineProcess.sharedCache(), "installed");
    try {
      link(unpacked(), installed);
      String undeclared = run(installed);
      assertThat(undeclared)
          .startsWith("CHECK: nativeLibrary: ")
          .contains("libraries in " + installed + " are not declared under sha256")
          .contains("\n  " + System.mapLibraryName("c10") + ": ");
      List<String> digests =
          undeclared
              .lines()
              .filter(line -> line.startsWith("  "))
              .map(line -> line.strip().replace(": ", "="))
              .toList();
      assertThat(run(installed, digests.toArray(String[]::new)))
          .isEqualToIgnoringNewLines(Torch.start(EngineProcess.SPEC).platform().key());
      String[] other =
          digests.stream().map(d -> d.replaceFirst("=..", "=zz")).toArray(String[]::new);
      assertThat(run(installed, other))
          .startsWith("CHECK: " + installed)
          .contains("expected SHA-256 zz", "declare the one that stands there");
      assertThat(run(installed.resolve("nowhere")))
          .startsWith("CHECK: nativeLibrary: expected the absolute path of a folder");
    } finally {
      for (Path file : files(installed)) {
        Files.delete(file);
      }
      Files.delete(installed);
    }
  }

  private static String run(Path installed, String... digests) throws Exception {
    EngineProcess process =
        new EngineProcess(EngineProcess.sharedCache())
            .withoutClassPath(entry -> entry.contains("pytorch-native-cpu"));
    process.environment.putAll(
        EngineEnvironment.pins(
            new EngineSpec(
                EngineSpec.DeviceChoice.CPU,
                Optional.of(new InstalledPyTorch(installed.toString(), "2.7.1", "cpu", Map.of())),
                Map.of())));
    return process.run(
        EngineMain.class,
        Stream.concat(Stream.of(installed.toString()), Stream.of(digests)).toArray(String[]::new));
  }

  /** PyTorch's own libraries, without DJL's. */
  private static void link(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      if (!file.toString().contains("djl_torch")) {
        Files.createLink(to.resolve(file.getFileName()), file);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static Path unpacked() throws IOException {
    try (Stream<Path> folders = Files.list(EngineProcess.sharedCache().resolve("pytorch"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(System.mapLibraryName("torch"))))
          .findFirst()
          .orElseThrow();
    }
  }
}
